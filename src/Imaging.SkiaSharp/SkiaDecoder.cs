using System.Runtime.InteropServices;
using SkiaSharp;

namespace ResNetGen.Imaging;

/// <summary>From the bytes of a file to pixels, by Skia's codecs. Nothing native outlives a call.</summary>
internal static unsafe class SkiaDecoder
{
    public const string Expected = "a picture of a format that SkiaSharp reads (WebP, GIF, ...), or a PNG, JPEG or BMP";

    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        string? format = PictureFormat.Recognise(file);
        if (file.IsEmpty || format is PictureFormat.Png or PictureFormat.Jpeg or PictureFormat.Bmp)
        {
            return PictureDecoder.Decode(file, context);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        fixed (byte* bytes = file)
        {
            using SKData data = SKData.Create((nint)bytes, file.Length);
            using SKCodec? codec = SKCodec.Create(new SKMemoryStream(data), out SKCodecResult opened);
            if (codec is null)
            {
                throw format is "WebP" or "GIF" && opened != SKCodecResult.Unimplemented
                    ? NotWhole(context.PictureName, format, opened)
                    : new PictureException(
                        context.PictureName,
                        format ?? $"{file.Length} bytes of no format known here",
                        "Convert it to an ordinary PNG or JPEG first.",
                        expected: Expected);
            }

            format ??= $"{codec.EncodedFormat}";
            context.CheckSize(format, codec.Info.Width, codec.Info.Height);
            context.Cancellation.ThrowIfCancellationRequested();
            return Decode(codec, format, context.PictureName);
        }
    }

    private static Picture Decode(SKCodec codec, string format, string pictureName)
    {
        // Without a colour space nothing is converted, and unpremultiplied colours are those of the file, whatever their alpha.
        var layout = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        void* pixels = NativeMemory.AllocZeroed((nuint)layout.BytesSize64);
        try
        {
            SKCodecResult decoded = codec.GetPixels(layout, (nint)pixels);
            if (decoded != SKCodecResult.Success)
            {
                throw NotWhole(pictureName, format, decoded);
            }

            return Picture.FromPixels(
                new ReadOnlySpan<byte>(pixels, checked((int)layout.BytesSize64)),
                layout.Width,
                layout.Height,
                PixelLayout.Rgba,
                layout.RowBytes,
                (PictureOrientation)codec.EncodedOrigin);
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }

    private static PictureException NotWhole(string pictureName, string format, SKCodecResult result) => new(
        pictureName,
        $"a damaged or truncated {format} ({result})",
        "Copy or download it again, or save it anew from the program that made it.",
        expected: Expected);
}
