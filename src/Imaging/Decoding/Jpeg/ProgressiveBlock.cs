using System.Numerics;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>Reads a part of a block in the four kinds of progressive scans (ITU-T T.81, G.1.2 and G.2).</summary>
internal static class ProgressiveBlock
{
    /// <summary>The first scan of DC coefficients.</summary>
    /// <returns>Whether the sum of the differences is a number that libjpeg takes.</returns>
    public static bool ReadDc(ref EntropyReader reader, HuffmanTable table, int bit, ref int lastDc, scoped Span<short> block)
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
    public static void ReadAc(ref EntropyReader reader, JpegScan scan, ref int endOfBandRun, scoped Span<short> block, ref ulong nonZero)
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

    /// <summary>One more bit of a band of AC coefficients: of those that are not zero, and those that become so.</summary>
    public static void RefineAc(ref EntropyReader reader, JpegScan scan, ref int endOfBandRun, scoped Span<short> block, ref ulong nonZero)
    {
        int place = scan.FirstCoefficient;
        if (endOfBandRun == 0)
        {
            HuffmanTable table = scan.Components[0].Ac!;
            for (; place <= scan.LastCoefficient; place++)
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
                    endOfBandRun = (1 << run) + reader.Take(run);
                    break;
                }

                place = CorrectUpToZero(ref reader, scan, place, run, block, nonZero);
                if (value != 0)
                {
                    Set(block, ref nonZero, place, (short)value);
                }
            }
        }

        if (endOfBandRun > 0)
        {
            CorrectUpToZero(ref reader, scan, place, JpegFrame.BlockLength, block, nonZero);
            endOfBandRun--;
        }
    }

    /// <summary>Reads a bit for each coefficient that is not zero, and passes <paramref name="zeros"/> that are.</summary>
    /// <returns>The place of the next zero, or the one behind the band.</returns>
    private static int CorrectUpToZero(ref EntropyReader reader, JpegScan scan, int place, int zeros, scoped Span<short> block, ulong nonZero)
    {
        int end = scan.LastCoefficient + 1;
        while (place < end)
        {
            int gap = Math.Min(BitOperations.TrailingZeroCount(nonZero >> place), end - place);
            if (zeros < gap)
            {
                return place + zeros;
            }

            zeros -= gap;
            place += gap;
            if (place == end)
            {
                break;
            }

            if (reader.TakeBit())
            {
                ref short coefficient = ref block[Zigzag.ToNatural[place]];
                int step = 1 << scan.Bit;
                if ((coefficient & step) == 0)
                {
                    coefficient = (short)(coefficient >= 0 ? coefficient + step : coefficient - step);
                }
            }

            place++;
        }

        return place;
    }

    private static void Set(Span<short> block, ref ulong nonZero, int place, short value)
    {
        ulong flag = 1UL << Math.Min(place, JpegFrame.BlockLength - 1);
        block[Zigzag.ToNatural[place]] = value;
        nonZero = value != 0 ? nonZero | flag : nonZero & ~flag;
    }
}
