using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging;

/// <summary>
/// From the samples of a PNG to those of a picture: palettes become colours, alpha is dropped unless there is a ground,
/// of 16 bits the high 8 are kept, fewer than 8 are spread over 0 to 255.
/// </summary>
/// <param name="header">What samples there are.</param>
/// <param name="palette">The colours of a palette picture.</param>
/// <param name="ground">What shows through pixels that are not opaque.</param>
internal readonly struct PngSamples(PngHeader header, Palette palette, PngGround? ground)
{
    /// <summary>A row as it is packed in the file becomes pixels, as many as <paramref name="pixels"/> takes.</summary>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        switch ((header.Colour, header.Depth))
        {
            case (PngColour.Grey or PngColour.Rgb, 8):
                row.CopyTo(pixels);
                break;
            case (PngColour.Palette, int bits):
                palette.Expand(row, bits, pixels);
                break;
            case (PngColour.Rgba, 8):
                TakeColours(row, pixelLength: 4, sampleLength: 1, pixels);
                break;
            case (PngColour.Rgba, _):
                TakeColours(row, pixelLength: 8, sampleLength: 2, pixels);
                break;
            case (PngColour.GreyAlpha, 8) or (PngColour.Grey or PngColour.Rgb, 16):
                TakeEvery2nd(row, pixels);
                break;
            case (PngColour.GreyAlpha, _):
                TakeEvery4th(row, pixels);
                break;
            case (_, int bits):
                PackedSamples.Unpack(row, bits, scale: byte.MaxValue / ((1 << bits) - 1), pixels);
                break;
        }

        ground?.Show(row, pixels);
    }

    private static void TakeEvery2nd(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        // The first byte of two is the low one of a word.
        int i = 0;
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
            Vector128<ushort> low = Vector128.Create((ushort)byte.MaxValue);
            for (; i <= pixels.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                Vector128<ushort> first = Vector128.Create(words[i..]) & low;
                Vector128<ushort> second = Vector128.Create(words[(i + Vector128<ushort>.Count)..]) & low;
                Vector128.Narrow(first, second).CopyTo(pixels[i..]);
            }
        }

        for (; i < pixels.Length; i++)
        {
            pixels[i] = row[2 * i];
        }
    }

    private static void TakeEvery4th(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = row[4 * i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // So that lengths are constants.
    private static void TakeColours(ReadOnlySpan<byte> row, int pixelLength, int sampleLength, Span<byte> pixels)
    {
        for (int from = 0, to = 0; to < pixels.Length; from += pixelLength, to += 3)
        {
            pixels[to] = row[from];
            pixels[to + 1] = row[from + sampleLength];
            pixels[to + 2] = row[from + (2 * sampleLength)];
        }
    }
}
