namespace ResNetGen.Imaging;

/// <summary>
/// Decodes a PNG (ISO/IEC 15948), each row straight to its place in the picture. What Pillow reads is read, the picture
/// of a file that lacks its end among it, and what Pillow refuses is refused: what bytes it looks at, in what order,
/// decides what damage it sees.
/// </summary>
internal static class PngDecoder
{
    public static unsafe Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        PngChunks chunks = new(file, context);
        int firstData = chunks.ReadToPixels();
        PngHeader header = chunks.Header;
        byte[] pixels = new byte[header.Width * header.Height * header.Channels];
        fixed (byte* bytes = file)
        {
            using PngDataStream data = new(bytes, file.Length, firstData, context.Cancellation);
            using PngRows rows = new(header, data, chunks.IsApples, context);
            PngSamples samples = new(header, chunks.CreatePalette(), chunks.CreateGround());
            if (header.IsInterlaced)
            {
                ReadPasses(header, rows, samples, pixels);
            }
            else
            {
                ReadRows(header, rows, samples, pixels);
            }

            rows.CheckEnd();
            chunks.ReadRest(data.ChunkEnd);
        }

        return new Picture(header.Width, header.Height, header.Channels, pixels, chunks.Orientation);
    }

    private static void ReadRows(in PngHeader header, PngRows rows, in PngSamples samples, Span<byte> pixels)
    {
        int stride = header.Width * header.Channels;
        for (; !pixels.IsEmpty; pixels = pixels[stride..])
        {
            samples.Expand(rows.Read(header.Width), pixels[..stride]);
        }
    }

    private static void ReadPasses(in PngHeader header, PngRows rows, in PngSamples samples, Span<byte> pixels)
    {
        int stride = header.Width * header.Channels;
        byte[] line = new byte[stride];
        foreach (Adam7 pass in Adam7.Passes)
        {
            int columns = pass.Columns(header.Width);
            if (columns == 0)
            {
                continue;
            }

            rows.BeginPass();
            Span<byte> passLine = line.AsSpan(0, columns * header.Channels);
            for (int row = pass.Top; row < header.Height; row += pass.RowStep)
            {
                samples.Expand(rows.Read(columns), passLine);
                pass.Spread(passLine, header.Channels, pixels.Slice(row * stride, stride));
            }
        }
    }
}
