namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Decodes baseline, extended and progressive JPEG with Huffman coding (ITU-T T.81) to the very pixels of Pillow 9.4 on
/// libjpeg-turbo 2.1.5, from damaged data too: what libjpeg warns of is read, what it refuses is refused, and so are
/// scans without end.
/// </summary>
internal static class JpegDecoder
{
    private const int StartOfImageLength = 2;

    /// <summary>
    /// Bytes for each block at most, in all scans and the segments between them. A scan counts as 256 bytes more, and
    /// as an eighth of a byte for each block that it passes. White noise in the finest quality has 75, black and white
    /// noise with a scan for each component 121. Without a limit, a file of some kilobytes takes minutes. With it, no
    /// file takes more than about ten times as long as an ordinary progressive one of its size in pixels.
    /// </summary>
    private const int MaximumBlockBytes = 128;

    /// <summary>What a scan costs besides its data: its tables.</summary>
    private const int ScanBytes = 256;

    /// <summary>What there may be beyond that: small pictures have more headers than data.</summary>
    private const int FreeBytes = 1 << 13;

    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        try
        {
            return DecodeWhole(file, context);
        }
        catch (EndOfJpegException)
        {
            throw PictureException.Truncated(
                context.PictureName,
                $"a JPEG that ends before its end marker, after {file.Length} bytes"
            );
        }
    }

    private static Picture DecodeWhole(ReadOnlySpan<byte> file, DecodingContext context)
    {
        JpegHeader header = new(context);
        int position = StartOfImageLength;
        JpegScan scan = header.ReadToScan(file, ref position)!;
        JpegFrame frame = header.Frame!;
        PixelRows rows = new(frame, header.Colour);
        if (!frame.IsProgressive && scan.Components.Length == frame.Components.Length)
        {
            SingleScanPicture.Decode(file, ref position, scan, frame, rows, context.Cancellation);
            header.ReadToEnd(file, position);
        }
        else
        {
            DecodeScans(file, position, scan, header, rows, context);
        }

        return new Picture(frame.Width, frame.Height, rows.Channels, rows.Pixels, header.Orientation);
    }

    private static void DecodeScans(
        ReadOnlySpan<byte> file,
        int start,
        JpegScan firstScan,
        JpegHeader header,
        PixelRows rows,
        DecodingContext context
    )
    {
        JpegFrame frame = header.Frame!;
        MultiScanPicture picture = new(frame);
        int position = start;
        long passed = 0;
        for (JpegScan? scan = firstScan; scan is not null; scan = header.ReadToScan(file, ref position))
        {
            if (!picture.Read(file, ref position, scan, context.Cancellation))
            {
                throw PictureException.Corrupt(
                    context.PictureName,
                    "a JPEG with a DC coefficient of more than 32 bits"
                );
            }

            passed += scan.Blocks(frame) + (8 * ScanBytes);
            if (position - start + (passed / 8) > (MaximumBlockBytes * frame.Blocks) + FreeBytes)
            {
                throw PictureException.Unsupported(
                    context.PictureName,
                    $"a JPEG whose scans have more data than {frame.Width} x {frame.Height} pixels can need"
                );
            }
        }

        picture.Transform(rows, context.Cancellation);
    }
}
