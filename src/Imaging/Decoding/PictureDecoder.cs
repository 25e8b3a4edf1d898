using StbImageSharp;

namespace ResNetGen.Imaging;

/// <summary>From the bytes of a file to pixels.</summary>
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
            PictureFormat.Jpeg => DecodeJpeg(file, context),
            null => throw PictureException.Unsupported(
                pictureName,
                $"{file.Length} bytes that begin with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}, of no format known here"),
            string other => throw PictureException.Unsupported(pictureName, other),
        };
    }

    /// <summary>StbImageSharp decodes; <see cref="JpegFile"/> first makes sure that it gets only what it can be trusted with.</summary>
    private static Picture DecodeJpeg(ReadOnlySpan<byte> file, DecodingContext context)
    {
        byte[] sound = JpegFile.Check(file, context);
        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(sound);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw PictureException.Corrupt(context.PictureName, "a JPEG whose pixels cannot be decoded", exception);
        }

        return ToPicture(image);
    }

    private static Picture ToPicture(ImageResult image)
    {
        int components = (int)image.Comp;
        int channels = components < 3 ? 1 : 3;
        return new Picture(image.Width, image.Height, channels, components == channels ? image.Data : DropAlpha(image.Data, components));
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
