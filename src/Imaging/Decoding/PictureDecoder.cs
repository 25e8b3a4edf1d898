using ResNetGen.Imaging.Jpeg;

namespace ResNetGen.Imaging;

/// <summary>From the bytes of a file to pixels, by the decoder of its format.</summary>
internal static class PictureDecoder
{
    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        string pictureName = context.PictureName;
        if (file.IsEmpty)
        {
            throw PictureException.Truncated(pictureName, "no bytes at all");
        }

        return PictureFormat.Recognise(file) switch
        {
            PictureFormat.Png => PngDecoder.Decode(file, context),
            PictureFormat.Bmp => BmpDecoder.Decode(file, context),
            PictureFormat.Jpeg => JpegDecoder.Decode(file, context),
            null => throw PictureException.Unsupported(
                pictureName,
                $"{file.Length} bytes that begin with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}, of no format known here"
            ),
            "WebP" or "GIF" => throw new PictureException(
                pictureName,
                PictureFormat.Recognise(file)!,
                "Convert it to an ordinary PNG or JPEG first. Programs can read it with the package ResNetGen.Imaging.SkiaSharp."
            ),
            string other => throw PictureException.Unsupported(pictureName, other),
        };
    }
}
