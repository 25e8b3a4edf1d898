using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// The inverse DCT of a block: Loeffler, Ligtenberg and Moschytz 1989 (figure 1, backwards) in fixed point, as
/// libjpeg's <c>islow</c> and with its roundings. Sums of 16 bits wrap, and results are cut to 16 and to 8 bits, as in
/// libjpeg-turbo's vectors: data that is no picture's has the same pixels too.
/// </summary>
internal static class InverseDct
{
    private const int FractionBits = 13;

    // Two bits more are kept between columns and rows. The two passes multiply by the square root of 8 each.
    private const int ColumnShift = FractionBits - 2;
    private const int RowShift = FractionBits + 2 + 3;

    // The constants of the paper, times 2 to the 13th.
    private const short C0298 = 2446;
    private const short C0390 = 3196;
    private const short C0541 = 4433;
    private const short C0765 = 6270;
    private const short C0899 = 7373;
    private const short C1175 = 9633;
    private const short C1501 = 12299;
    private const short C1847 = 15137;
    private const short C1961 = 16069;
    private const short C2053 = 16819;
    private const short C2562 = 20995;
    private const short C3072 = 25172;

    private const byte Centre = 128;

    /// <summary>The samples of a block.</summary>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="quantisation">Their 64 steps.</param>
    /// <param name="samples">Where the block's first sample goes, and what follows.</param>
    /// <param name="stride">Samples from a row to the next.</param>
    // Without tiers: what the JIT makes of vectors at first is ten times slower, for the first 100 ms.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(
        ReadOnlySpan<short> block,
        ReadOnlySpan<short> quantisation,
        Span<byte> samples,
        int stride
    )
    {
        // Of a length that the JIT knows: it checks it once.
        block = block[..JpegFrame.BlockLength];
        quantisation = quantisation[..JpegFrame.BlockLength];
        Vector128<short> row0 = Row(block, 0) * Row(quantisation, 0);
        Vector128<short> row1 = Row(block, 1) * Row(quantisation, 1);
        Vector128<short> row2 = Row(block, 2) * Row(quantisation, 2);
        Vector128<short> row3 = Row(block, 3) * Row(quantisation, 3);
        Vector128<short> row4 = Row(block, 4) * Row(quantisation, 4);
        Vector128<short> row5 = Row(block, 5) * Row(quantisation, 5);
        Vector128<short> row6 = Row(block, 6) * Row(quantisation, 6);
        Vector128<short> row7 = Row(block, 7) * Row(quantisation, 7);

        if (HasOnlyFirstRow(block))
        {
            // What the columns would give, but for numbers that do not fit: those wrap.
            row0 <<= FractionBits - ColumnShift;
            row1 = row2 = row3 = row4 = row5 = row6 = row7 = row0;
        }
        else
        {
            Pass(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7, ColumnShift);
        }

        Transpose(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7);
        Pass(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7, RowShift);
        Transpose(ref row0, ref row1, ref row2, ref row3, ref row4, ref row5, ref row6, ref row7);

        Store(row0, row1, samples, stride);
        Store(row2, row3, samples[(2 * stride)..], stride);
        Store(row4, row5, samples[(4 * stride)..], stride);
        Store(row6, row7, samples[(6 * stride)..], stride);
    }

    /// <summary>The samples of a block without AC coefficients: the same as <see cref="Transform"/> gives.</summary>
    public static void TransformDc(int coefficient, int step, Span<byte> samples, int stride)
    {
        int columns = (short)((short)(coefficient * step) << (FractionBits - ColumnShift));
        int sample = ((columns << FractionBits) + (1 << (RowShift - 1))) >> RowShift;
        byte value = (byte)Math.Clamp(sample + Centre, 0, byte.MaxValue);
        for (int row = 0; row < JpegFrame.BlockSide; row++)
        {
            samples.Slice(row * stride, JpegFrame.BlockSide).Fill(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Row(ReadOnlySpan<short> block, int row) => Vector128.Create(block[(8 * row)..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasOnlyFirstRow(ReadOnlySpan<short> block)
    {
        Vector128<short> others =
            Row(block, 1)
            | Row(block, 2)
            | Row(block, 3)
            | Row(block, 4)
            | Row(block, 5)
            | Row(block, 6)
            | Row(block, 7);
        return others == Vector128<short>.Zero;
    }

    /// <summary>Eight transforms of eight numbers side by side, divided by 2 to the <paramref name="shift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector128<short> row0,
        ref Vector128<short> row1,
        ref Vector128<short> row2,
        ref Vector128<short> row3,
        ref Vector128<short> row4,
        ref Vector128<short> row5,
        ref Vector128<short> row6,
        ref Vector128<short> row7,
        [ConstantExpected] int shift
    )
    {
        // Even part.
        (Vector128<int> Low, Vector128<int> High) even2 = ShortVectors.SumOfProducts(row2, C0541, row6, C0541 - C1847);
        (Vector128<int> Low, Vector128<int> High) even3 = ShortVectors.SumOfProducts(row2, C0541 + C0765, row6, C0541);
        Vector128<short> sum = row0 + row4;
        Vector128<short> difference = row0 - row4;
        Vector128<int> even0Low = Vector128.WidenLower(sum) << FractionBits;
        Vector128<int> even0High = Vector128.WidenUpper(sum) << FractionBits;
        Vector128<int> even1Low = Vector128.WidenLower(difference) << FractionBits;
        Vector128<int> even1High = Vector128.WidenUpper(difference) << FractionBits;

        // Odd part.
        Vector128<short> sum73 = row7 + row3;
        Vector128<short> sum51 = row5 + row1;
        (Vector128<int> Low, Vector128<int> High) odd73 = ShortVectors.SumOfProducts(
            sum73,
            C1175 - C1961,
            sum51,
            C1175
        );
        (Vector128<int> Low, Vector128<int> High) odd51 = ShortVectors.SumOfProducts(
            sum73,
            C1175,
            sum51,
            C1175 - C0390
        );
        (Vector128<int> Low, Vector128<int> High) odd0 = ShortVectors.SumOfProducts(row7, C0298 - C0899, row1, -C0899);
        (Vector128<int> Low, Vector128<int> High) odd1 = ShortVectors.SumOfProducts(row5, C2053 - C2562, row3, -C2562);
        (Vector128<int> Low, Vector128<int> High) odd2 = ShortVectors.SumOfProducts(row5, -C2562, row3, C3072 - C2562);
        (Vector128<int> Low, Vector128<int> High) odd3 = ShortVectors.SumOfProducts(row7, -C0899, row1, C1501 - C0899);

        Vector128<int> half = Vector128.Create(1 << (shift - 1));
        (Vector128<int> Low, Vector128<int> High) outer = (even0Low + even3.Low + half, even0High + even3.High + half);
        (Vector128<int> Low, Vector128<int> High) last = (odd3.Low + odd51.Low, odd3.High + odd51.High);
        row0 = Vector128.NarrowWithSaturation((outer.Low + last.Low) >> shift, (outer.High + last.High) >> shift);
        row7 = Vector128.NarrowWithSaturation((outer.Low - last.Low) >> shift, (outer.High - last.High) >> shift);

        outer = (even1Low + even2.Low + half, even1High + even2.High + half);
        last = (odd2.Low + odd73.Low, odd2.High + odd73.High);
        row1 = Vector128.NarrowWithSaturation((outer.Low + last.Low) >> shift, (outer.High + last.High) >> shift);
        row6 = Vector128.NarrowWithSaturation((outer.Low - last.Low) >> shift, (outer.High - last.High) >> shift);

        outer = (even1Low - even2.Low + half, even1High - even2.High + half);
        last = (odd1.Low + odd51.Low, odd1.High + odd51.High);
        row2 = Vector128.NarrowWithSaturation((outer.Low + last.Low) >> shift, (outer.High + last.High) >> shift);
        row5 = Vector128.NarrowWithSaturation((outer.Low - last.Low) >> shift, (outer.High - last.High) >> shift);

        outer = (even0Low - even3.Low + half, even0High - even3.High + half);
        last = (odd0.Low + odd73.Low, odd0.High + odd73.High);
        row3 = Vector128.NarrowWithSaturation((outer.Low + last.Low) >> shift, (outer.High + last.High) >> shift);
        row4 = Vector128.NarrowWithSaturation((outer.Low - last.Low) >> shift, (outer.High - last.High) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector128<short> row0,
        ref Vector128<short> row1,
        ref Vector128<short> row2,
        ref Vector128<short> row3,
        ref Vector128<short> row4,
        ref Vector128<short> row5,
        ref Vector128<short> row6,
        ref Vector128<short> row7
    )
    {
        // Three times rows i and i + 4 interleave: each time the place of a number in its matrix, 6 bits, turns by one.
        (row0, row1, row2, row3, row4, row5, row6, row7) = Interleave(row0, row1, row2, row3, row4, row5, row6, row7);
        (row0, row1, row2, row3, row4, row5, row6, row7) = Interleave(row0, row1, row2, row3, row4, row5, row6, row7);
        (row0, row1, row2, row3, row4, row5, row6, row7) = Interleave(row0, row1, row2, row3, row4, row5, row6, row7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (
        Vector128<short> Row0,
        Vector128<short> Row1,
        Vector128<short> Row2,
        Vector128<short> Row3,
        Vector128<short> Row4,
        Vector128<short> Row5,
        Vector128<short> Row6,
        Vector128<short> Row7
    ) Interleave(
        Vector128<short> row0,
        Vector128<short> row1,
        Vector128<short> row2,
        Vector128<short> row3,
        Vector128<short> row4,
        Vector128<short> row5,
        Vector128<short> row6,
        Vector128<short> row7
    ) =>
        (
            ShortVectors.InterleaveLow(row0, row4),
            ShortVectors.InterleaveHigh(row0, row4),
            ShortVectors.InterleaveLow(row1, row5),
            ShortVectors.InterleaveHigh(row1, row5),
            ShortVectors.InterleaveLow(row2, row6),
            ShortVectors.InterleaveHigh(row2, row6),
            ShortVectors.InterleaveLow(row3, row7),
            ShortVectors.InterleaveHigh(row3, row7)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, Span<byte> samples, int stride)
    {
        Vector128<byte> rows = Vector128.NarrowWithSaturation(upper, lower).AsByte() + Vector128.Create(Centre);
        rows.GetLower().CopyTo(samples);
        rows.GetUpper().CopyTo(samples[stride..]);
    }
}
