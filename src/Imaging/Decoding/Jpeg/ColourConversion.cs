using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Converts rows of samples to pixels of red, green and blue: by libjpeg's equations in its fixed point, and by
/// Pillow's for inks.
/// </summary>
internal static class ColourConversion
{
    private const int PixelsAtOnce = 16;

    // The factors of the differences, times 2 to the 16th: 1.402, 0.71414, 0.34414 and 1.772.
    private const int RedOfCr = 91881;
    private const int GreenOfCr = 46802;
    private const int GreenOfCb = 22554;
    private const int BlueOfCb = 116130;
    private const int Half = 1 << 15;
    private const int One = 1 << 16;

    /// <summary>Red, green and blue, three planes, to pixels.</summary>
    public static void Interleave(
        ReadOnlySpan<byte> red,
        ReadOnlySpan<byte> green,
        ReadOnlySpan<byte> blue,
        Span<byte> pixels
    )
    {
        int width = pixels.Length / 3;
        int column = 0;
        for (; column <= width - PixelsAtOnce; column += PixelsAtOnce)
        {
            Store(
                Vector128.Create(red.Slice(column, PixelsAtOnce)),
                Vector128.Create(green.Slice(column, PixelsAtOnce)),
                Vector128.Create(blue.Slice(column, PixelsAtOnce)),
                pixels.Slice(3 * column, 3 * PixelsAtOnce)
            );
        }

        for (; column < width; column++)
        {
            pixels[3 * column] = red[column];
            pixels[(3 * column) + 1] = green[column];
            pixels[(3 * column) + 2] = blue[column];
        }
    }

    /// <summary>Luma and differences to pixels of red, green, blue.</summary>
    // Without tiers: see InverseDct.Transform.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromYCbCr(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> pixels)
    {
        int width = pixels.Length / 3;
        int column = 0;
        for (; column <= width - PixelsAtOnce; column += PixelsAtOnce)
        {
            Vector128<byte> lumas = Vector128.Create(y.Slice(column, PixelsAtOnce));
            Vector128<byte> blues = Vector128.Create(cb.Slice(column, PixelsAtOnce));
            Vector128<byte> reds = Vector128.Create(cr.Slice(column, PixelsAtOnce));
            (Vector128<short> Red, Vector128<short> Green, Vector128<short> Blue) low = Convert(
                Vector128.WidenLower(lumas).AsInt16(),
                Difference(Vector128.WidenLower(blues)),
                Difference(Vector128.WidenLower(reds))
            );
            (Vector128<short> Red, Vector128<short> Green, Vector128<short> Blue) high = Convert(
                Vector128.WidenUpper(lumas).AsInt16(),
                Difference(Vector128.WidenUpper(blues)),
                Difference(Vector128.WidenUpper(reds))
            );
            Store(
                ToBytes(low.Red, high.Red),
                ToBytes(low.Green, high.Green),
                ToBytes(low.Blue, high.Blue),
                pixels.Slice(3 * column, 3 * PixelsAtOnce)
            );
        }

        for (; column < width; column++)
        {
            FromYCbCr(y[column], cb[column], cr[column], pixels.Slice(3 * column, 3));
        }
    }

    /// <summary>Inverted inks to pixels of red, green, blue.</summary>
    public static void FromCmyk(
        ReadOnlySpan<byte> cyan,
        ReadOnlySpan<byte> magenta,
        ReadOnlySpan<byte> yellow,
        ReadOnlySpan<byte> black,
        Span<byte> pixels
    )
    {
        for (int column = 0; column < pixels.Length / 3; column++)
        {
            pixels[3 * column] = OnBlack(byte.MaxValue - cyan[column], black[column]);
            pixels[(3 * column) + 1] = OnBlack(byte.MaxValue - magenta[column], black[column]);
            pixels[(3 * column) + 2] = OnBlack(byte.MaxValue - yellow[column], black[column]);
        }
    }

    /// <summary>Luma and differences of inverted inks, and inverted black, to pixels of red, green, blue.</summary>
    public static void FromYcck(
        ReadOnlySpan<byte> y,
        ReadOnlySpan<byte> cb,
        ReadOnlySpan<byte> cr,
        ReadOnlySpan<byte> black,
        Span<byte> pixels
    )
    {
        FromYCbCr(y, cb, cr, pixels);
        for (int column = 0; column < pixels.Length / 3; column++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                ref byte sample = ref pixels[(3 * column) + channel];
                sample = OnBlack(sample, black[column]);
            }
        }
    }

    private static void FromYCbCr(int y, int cb, int cr, Span<byte> pixel)
    {
        (cb, cr) = (cb - 128, cr - 128);
        pixel[0] = Clamp(y + (((RedOfCr * cr) + Half) >> 16));
        pixel[1] = Clamp(y + (((-GreenOfCb * cb) - (GreenOfCr * cr) + Half) >> 16));
        pixel[2] = Clamp(y + (((BlueOfCb * cb) + Half) >> 16));
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, byte.MaxValue);

    /// <summary>
    /// What an ink leaves of the light that passes the black: x - x ink / 255, rounded as Pillow rounds.
    /// </summary>
    private static byte OnBlack(int ink, int light)
    {
        int product = (ink * light) + 128;
        return (byte)Math.Clamp(light - (((product >> 8) + product) >> 8), 0, byte.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Difference(Vector128<ushort> sample) =>
        sample.AsInt16() - Vector128.Create((short)128);

    /// <summary>
    /// The same as for one pixel. What a factor has above 16 bits is added as a whole number of times its operand.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<short> Red, Vector128<short> Green, Vector128<short> Blue) Convert(
        Vector128<short> y,
        Vector128<short> cb,
        Vector128<short> cr
    )
    {
        Vector128<short> two = Vector128.Create((short)2);
        Vector128<short> red = Shift(ShortVectors.SumOfProducts(cr, RedOfCr - One, two, Half / 2));
        Vector128<short> blue = Shift(ShortVectors.SumOfProducts(cb, BlueOfCb - (2 * One), two, Half / 2));
        (Vector128<int> Low, Vector128<int> High) sums = ShortVectors.SumOfProducts(
            cb,
            -GreenOfCb,
            cr,
            One - GreenOfCr
        );
        Vector128<short> green = Shift((sums.Low + Vector128.Create(Half), sums.High + Vector128.Create(Half)));
        return (y + cr + red, y - cr + green, y + cb + cb + blue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Shift((Vector128<int> Low, Vector128<int> High) sums) =>
        Vector128.NarrowWithSaturation(sums.Low >> 16, sums.High >> 16);

    /// <summary>Cut to 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ToBytes(Vector128<short> low, Vector128<short> high) =>
        Vector128.NarrowWithSaturation(
            Vector128.Max(low, Vector128<short>.Zero).AsUInt16(),
            Vector128.Max(high, Vector128<short>.Zero).AsUInt16()
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> pixels)
    {
        const byte None = 0x80;

        // A sample goes to the place of its index; an index out of range is a zero.
        (
            Vector128.Shuffle(
                red,
                Vector128.Create(0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None, None, 5)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create(None, 0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None, None)
            )
            | Vector128.Shuffle(
                blue,
                Vector128.Create(None, None, 0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None)
            )
        ).CopyTo(pixels);
        (
            Vector128.Shuffle(
                red,
                Vector128.Create(None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None, 10, None)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create(5, None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None, 10)
            )
            | Vector128.Shuffle(
                blue,
                Vector128.Create(None, 5, None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None)
            )
        ).CopyTo(pixels[16..]);
        (
            Vector128.Shuffle(
                red,
                Vector128.Create(None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15, None, None)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create(None, None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15, None)
            )
            | Vector128.Shuffle(
                blue,
                Vector128.Create(10, None, None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15)
            )
        ).CopyTo(pixels[32..]);
    }
}
