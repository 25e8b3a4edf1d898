namespace ResNetGen.Imaging;

/// <summary>Decodes a BMP, each row straight to its place in the picture, which is in colour always.</summary>
internal static class BmpDecoder
{
    private const int Channels = 3;

    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        BmpHeader header = new(file, context);
        byte[] pixels;
        if (header.RunLengthBits != 0)
        {
            pixels = new byte[header.Width * header.Height * Channels];
            BmpRunLengths.Read(file, header, pixels, context);
        }
        else
        {
            ReadOnlySpan<byte> rows = Rows(file, header, context.PictureName);
            pixels = new byte[header.Width * header.Height * Channels];
            ReadRows(rows, header, pixels, context);
        }

        return new Picture(header.Width, header.Height, Channels, pixels);
    }

    private static ReadOnlySpan<byte> Rows(ReadOnlySpan<byte> file, in BmpHeader header, string pictureName)
    {
        // The last row needs no padding.
        long end = header.PixelStart + ((header.Height - 1) * Stride(header)) + RowLength(header);
        return end <= file.Length
            ? file[(int)header.PixelStart..(int)end]
            : throw PictureException.Truncated(
                pictureName,
                $"a BMP of {file.Length} bytes whose {header.Width} x {header.Height} pixels would end at byte {end}"
            );
    }

    private static void ReadRows(
        ReadOnlySpan<byte> rows,
        in BmpHeader header,
        Span<byte> pixels,
        DecodingContext context
    )
    {
        int stride = header.Width * Channels;
        for (int row = 0; row < header.Height; row++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> from = rows.Slice((int)(row * Stride(header)), RowLength(header));
            Span<byte> to = pixels.Slice((header.IsTopDown ? row : header.Height - 1 - row) * stride, stride);
            if (header.Palette is { } palette)
            {
                palette.Expand(from, header.Bits, to);
            }
            else
            {
                header.Masks!.Expand(from, to);
            }
        }
    }

    private static int RowLength(in BmpHeader header) => (int)((((long)header.Width * header.Bits) + 7) / 8);

    // Rows begin at multiples of four bytes.
    private static long Stride(in BmpHeader header) => (((long)header.Width * header.Bits) + 31) / 32 * 4;
}
