using System.Buffers.Binary;
using SkiaSharp;

namespace ResNetGen.Imaging;

/// <summary>From the bytes of a file to pixels, by Skia's codecs. Nothing native outlives a call.</summary>
internal static class SkiaDecoder
{
    public const string Expected = "a picture of a format that SkiaSharp reads (WebP, GIF, ...), or a PNG, JPEG or BMP";

    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        context = context with { Expected = Expected };
        string? format = PictureFormat.Recognise(file);
        if (file.IsEmpty || format is PictureFormat.Png or PictureFormat.Jpeg or PictureFormat.Bmp)
        {
            return PictureDecoder.Decode(file, context);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            using SKData data = SKData.CreateCopy(file);
            using SKCodec? codec = SKCodec.Create(new SKMemoryStream(data), out SKCodecResult opened);
            if (codec is null)
            {
                throw format is "WebP" or "GIF" && opened != SKCodecResult.Unimplemented
                    ? NotWhole(context.PictureName, format, opened)
                    : Refused(context.PictureName, format ?? $"{file.Length} bytes of no format known here");
            }

            format ??= $"{codec.EncodedFormat}";
            if (codec.EncodedFormat == SKEncodedImageFormat.Ico && !HasAllPictures(file))
            {
                // Skia would take a smaller one that is there.
                throw NotWhole(context.PictureName, "ICO", SKCodecResult.IncompleteInput);
            }

            context.CheckSize(format, codec.Info.Width, codec.Info.Height);
            context.Cancellation.ThrowIfCancellationRequested();
            return Decode(codec, format, context);
        }
        catch (Exception unusable)
            when (unusable
                    is TypeInitializationException
                        or DllNotFoundException
                        or EntryPointNotFoundException
                        or BadImageFormatException
            )
        {
            throw new PictureException(
                context.PictureName,
                $"{format ?? "a picture"}, but no native library of SkiaSharp that fits ({unusable.GetBaseException().Message})",
                "Put libSkiaSharp beside the program, as publishing does. It comes from SkiaSharp.NativeAssets.Linux.NoDependencies, "
                    + ".Win32 or .macOS, of the version of SkiaSharp.",
                unusable,
                Expected
            );
        }
    }

    private static Picture Decode(SKCodec codec, string format, DecodingContext context)
    {
        // Without a colour space nothing is converted, and unpremultiplied colours are those of the file, whatever
        // their alpha.
        SKImageInfo layout = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (layout.BytesSize64 > Array.MaxLength)
        {
            throw Refused(
                context.PictureName,
                $"a {format} of {layout.Width} x {layout.Height} pixels, more than an array holds with alpha"
            );
        }

        SKCodecResult decoded = codec.GetPixels(layout, out byte[] pixels);
        if (decoded != SKCodecResult.Success)
        {
            throw NotWhole(context.PictureName, format, decoded);
        }

        if (context.Background is { } ground)
        {
            for (Span<byte> pixel = pixels; !pixel.IsEmpty; pixel = pixel[4..])
            {
                Ground.Show(ground, alpha: pixel[3], pixel[..3]);
            }
        }

        return Picture.FromPixels(
            pixels,
            layout.Width,
            layout.Height,
            PixelLayout.Rgba,
            layout.RowBytes,
            ExifOrientation.FromNumber((int)codec.EncodedOrigin)
        );
    }

    /// <summary>Whether each entry of an ICO's directory lies within the file.</summary>
    private static bool HasAllPictures(ReadOnlySpan<byte> file)
    {
        const int HeaderLength = 6;
        const int EntryLength = 16;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]);
        for (ReadOnlySpan<byte> entries = file[HeaderLength..]; count > 0; count--, entries = entries[EntryLength..])
        {
            if (
                entries.Length < EntryLength
                || (long)BinaryPrimitives.ReadUInt32LittleEndian(entries[8..])
                    + BinaryPrimitives.ReadUInt32LittleEndian(entries[12..])
                    > file.Length
            )
            {
                return false;
            }
        }

        return true;
    }

    private static PictureException Refused(string pictureName, string found) =>
        new(pictureName, found, "Convert it to an ordinary PNG or JPEG first.", expected: Expected);

    private static PictureException NotWhole(string pictureName, string format, SKCodecResult result) =>
        new(
            pictureName,
            $"a damaged or truncated {format} ({result})",
            "Copy or download it again, or save it anew from the program that made it.",
            expected: Expected
        );
}
