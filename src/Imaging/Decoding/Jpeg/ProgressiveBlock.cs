using System.Numerics;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>Reads a part of a block in the four kinds of progressive scans (ITU-T T.81, G.1.2 and G.2).</summary>
internal static class ProgressiveBlock
{
    /// <summary>The first scan of DC coefficients.</summary>
    /// <returns>Whether the sum of the differences is a number that libjpeg takes.</returns>
    public static bool ReadDc(
        ref EntropyReader reader,
        HuffmanTable table,
        int bit,
        ref int lastDc,
        scoped Span<short> block
    )
    {
        int size = reader.TakeSymbol(table);
        long dc = lastDc + (size == 0 ? 0L : HuffmanTable.Extend(reader.Take(size), size));
        lastDc = (int)dc;
        block[0] = (short)(lastDc << bit);
        return dc == lastDc;
    }

    /// <summary>One more bit of a DC coefficient.</summary>
    public static void RefineDc(ref EntropyReader reader, int bit, scoped Span<short> block)
    {
        if (reader.TakeBit())
        {
            block[0] |= (short)(1 << bit);
        }
    }

    /// <summary>The first scan of a band of AC coefficients; not for blocks of a run without any.</summary>
    public static void ReadAc(
        ref EntropyReader reader,
        JpegScan scan,
        ref int endOfBandRun,
        scoped Span<short> block,
        ref ulong nonZero
    )
    {
        HuffmanTable table = scan.Components[0].Ac!;
        for (int place = scan.FirstCoefficient; place <= scan.LastCoefficient; place++)
        {
            int symbol = reader.TakeSymbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size != 0)
            {
                place += run;
                short value = (short)(HuffmanTable.Extend(reader.Take(size), size) << scan.Bit);
                Set(block, ref nonZero, place, value);
            }
            else if (run == 15)
            {
                place += 15;
            }
            else
            {
                endOfBandRun = (1 << run) + reader.Take(run) - 1;
                break;
            }
        }
    }

    /// <summary>
    /// One more bit of a band of AC coefficients: of those that are not zero, and those that become so.
    /// </summary>
    public static void RefineAc(
        ref EntropyReader reader,
        JpegScan scan,
        ref int endOfBandRun,
        scoped Span<short> block,
        ref ulong nonZero
    )
    {
        HuffmanTable table = scan.Components[0].Ac!;
        ulong old = nonZero & scan.Band;
        for (int place = scan.FirstCoefficient; place <= scan.LastCoefficient; place++)
        {
            int symbol = reader.TakeSymbol(table);
            int run = symbol >> 4;
            int value = 0;
            if ((symbol & 15) != 0)
            {
                // Its size should be 1, and is taken for 1.
                value = reader.TakeBit() ? 1 << scan.Bit : -1 << scan.Bit;
            }
            else if (run != 15)
            {
                endOfBandRun = (1 << run) + reader.Take(run) - 1;
                Correct(ref reader, scan, block, old & (ulong.MaxValue << place));
                break;
            }

            // Zeros are counted, what is between them is corrected.
            int zero = PlaceOfZero(old, place, run, scan.LastCoefficient + 1);
            Correct(ref reader, scan, block, old & (ulong.MaxValue << place) & ~(ulong.MaxValue << (zero - 1) << 1));
            place = zero;
            if (value != 0)
            {
                Set(block, ref nonZero, place, (short)value);
            }
        }
    }

    /// <summary>Reads a bit for each of these coefficients: whether its amount grows.</summary>
    /// <param name="reader">The data.</param>
    /// <param name="scan">Which bit it is.</param>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="places">A bit for each coefficient, in zigzag order.</param>
    public static void Correct(ref EntropyReader reader, JpegScan scan, scoped Span<short> block, ulong places)
    {
        int step = 1 << scan.Bit;
        for (; places != 0; places &= places - 1)
        {
            if (reader.TakeBit())
            {
                ref short coefficient = ref block[Zigzag.ToNatural[BitOperations.TrailingZeroCount(places)]];
                if ((coefficient & step) == 0)
                {
                    coefficient = (short)(coefficient >= 0 ? coefficient + step : coefficient - step);
                }
            }
        }
    }

    /// <summary>The place of the zero behind <paramref name="zeros"/> others, or <paramref name="end"/>.</summary>
    private static int PlaceOfZero(ulong nonZero, int place, int zeros, int end)
    {
        // Most often there is no other coefficient in between.
        int straight = Math.Min(place + zeros, end);
        ulong passed =
            (ulong.MaxValue << place) & (ulong.MaxValue >> (JpegFrame.BlockLength - 1 - Math.Min(straight, end - 1)));
        if ((nonZero & passed) == 0)
        {
            return straight;
        }

        ulong free = ~nonZero & (ulong.MaxValue << place);
        for (; zeros > 0; zeros--)
        {
            free &= free - 1;
        }

        return Math.Min(BitOperations.TrailingZeroCount(free), end);
    }

    private static void Set(Span<short> block, ref ulong nonZero, int place, short value)
    {
        ulong flag = 1UL << Math.Min(place, JpegFrame.BlockLength - 1);
        block[Zigzag.ToNatural[place]] = value;
        nonZero = value != 0 ? nonZero | flag : nonZero & ~flag;
    }
}
