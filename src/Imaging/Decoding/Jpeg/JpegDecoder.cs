namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Decodes baseline, extended and progressive JPEG with Huffman coding (ITU-T T.81) to the very pixels of Pillow 9.4 on libjpeg-turbo
/// 2.1.5, from damaged data too: what libjpeg warns of is read, what it refuses is refused.
/// </summary>
internal static class JpegDecoder
{
    private const int StartOfImageLength = 2;

    /// <summary>
    /// The data of all scans in bytes for each block at most, where each block that a scan passes counts as an eighth. White noise in the
    /// finest quality has 75. Without a limit, a file of some kilobytes takes minutes; with it, no more than eight times as long as an
    /// ordinary progressive picture of its size.
    /// </summary>
    private const int MaximumBlockBytes = 160;

    /// <summary>What the data of all scans may have beyond that: small pictures have more headers than data.</summary>
    private const int FreeBytes = 1 << 14;

    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        try
        {
            return DecodeWhole(file, context);
        }
        catch (EndOfJpegException)
        {
            throw PictureException.Truncated(
                context.PictureName, $"a JPEG that ends before its end marker, after {file.Length} bytes");
        }
    }

    private static Picture DecodeWhole(ReadOnlySpan<byte> file, DecodingContext context)
    {
        var header = new JpegHeader(context);
        int position = StartOfImageLength;
        if (header.ReadToScan(file, ref position) is not { } scan)
        {
            throw PictureException.Corrupt(context.PictureName, "a JPEG without pixels");
        }

        JpegFrame frame = header.Frame!;
        var rows = new PixelRows(frame, header.Colour);
        if (!frame.IsProgressive && scan.Components.Length == frame.Components.Length)
        {
            SequentialPicture.Decode(file, ref position, scan, frame, rows, context.Cancellation);
            header.ReadToEnd(file, position);
        }
        else
        {
            DecodeScans(file, ref position, scan, header, rows, context);
        }

        return new Picture(frame.Width, frame.Height, rows.Channels, rows.Pixels, header.Orientation);
    }

    private static void DecodeScans(
        ReadOnlySpan<byte> file, ref int position, JpegScan firstScan, JpegHeader header, PixelRows rows, DecodingContext context)
    {
        JpegFrame frame = header.Frame!;
        var picture = new ScannedPicture(frame);
        long cost = 0;
        for (JpegScan? scan = firstScan; scan is not null; scan = header.ReadToScan(file, ref position))
        {
            int start = position;
            if (!picture.Read(file, ref position, scan, context.Cancellation))
            {
                throw header.Corrupt("DC coefficient");
            }

            cost += position - start + (scan.Blocks(frame) / 8);
            if (cost > (MaximumBlockBytes * frame.Blocks) + FreeBytes)
            {
                throw PictureException.Unsupported(
                    context.PictureName, $"a JPEG whose scans have more data than {frame.Width} x {frame.Height} pixels can need");
            }
        }

        picture.Transform(rows, context.Cancellation);
    }
}
