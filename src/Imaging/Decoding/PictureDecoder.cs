using ResNetGen.Imaging.Jpeg;
using StbImageSharp;

namespace ResNetGen.Imaging;

/// <summary>
/// From the bytes of a file to pixels. StbImageSharp decodes; the file classes first make sure that it gets only what it can be trusted
/// with.
/// </summary>
internal static class PictureDecoder
{
    public static Picture Decode(ReadOnlySpan<byte> file, DecodingContext context)
    {
        string pictureName = context.PictureName;
        if (file.IsEmpty)
        {
            throw PictureException.Truncated(pictureName, "no bytes at all");
        }

        PictureOrientation orientation = PictureOrientation.TopLeft;
        string? format = PictureFormat.Recognise(file);
        if (format == PictureFormat.Jpeg)
        {
            return JpegDecoder.Decode(file, context);
        }

        byte[] sound = format switch
        {
            PictureFormat.Png => PngFile.Check(file, context, out orientation),
            PictureFormat.Bmp => BmpFile.Check(file, context),
            null => throw PictureException.Unsupported(
                pictureName,
                $"{file.Length} bytes that begin with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}, of no format known here"),
            _ => throw PictureException.Unsupported(pictureName, format),
        };

        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(sound);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw PictureException.Corrupt(pictureName, $"a {format} whose pixels cannot be decoded", exception);
        }

        return ToPicture(image, orientation);
    }

    private static Picture ToPicture(ImageResult image, PictureOrientation orientation)
    {
        int components = (int)image.Comp;
        int channels = components < 3 ? 1 : 3;
        byte[] pixels = components == channels ? image.Data : DropAlpha(image.Data, components);
        return new Picture(image.Width, image.Height, channels, pixels, orientation);
    }

    private static byte[] DropAlpha(byte[] pixels, int components)
    {
        int channels = components - 1;
        byte[] opaque = new byte[pixels.Length / components * channels];
        if (channels == 1)
        {
            for (int i = 0; i < opaque.Length; i++)
            {
                opaque[i] = pixels[2 * i];
            }
        }
        else
        {
            for (int from = 0, to = 0; to < opaque.Length; from += 4, to += 3)
            {
                opaque[to] = pixels[from];
                opaque[to + 1] = pixels[from + 1];
                opaque[to + 2] = pixels[from + 2];
            }
        }

        return opaque;
    }
}
