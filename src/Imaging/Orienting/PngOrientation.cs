using System.IO.Compression;

namespace ResNetGen.Imaging;

/// <summary>
/// The orientation of a PNG, from wherever Pillow 9.4 takes it: the chunk <c>eXIf</c>; without one, the text "Raw
/// profile type exif" that ImageMagick writes; where neither has the tag, XMP's <c>tiff:Orientation</c>. They may stand
/// behind the pixels. Nothing is read until all chunks are seen.
/// </summary>
internal ref struct PngOrientation
{
    /// <summary>Longer chunks are no metadata of a camera: they are passed over.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Pillow's limit for a text.</summary>
    private const int MostText = 1 << 20;

    private ReadOnlySpan<byte> _exif;
    private bool _isExifBeforePixels;
    private ReadOnlySpan<byte> _profile;
    private ReadOnlySpan<byte> _xmp;

    /// <summary>Sees a chunk.</summary>
    /// <param name="frame">Its type and content.</param>
    /// <param name="isBehindPixels">Whether pixels were seen before it.</param>
    public void See(ReadOnlySpan<byte> frame, bool isBehindPixels)
    {
        if (frame.StartsWith("eXIf"u8))
        {
            // With one before the pixels, Pillow does not look behind them. Else the last one counts.
            if (!isBehindPixels)
            {
                _exif = frame;
                _isExifBeforePixels = true;
            }
            else if (!_isExifBeforePixels)
            {
                _exif = frame;
            }
        }
        else if (frame.StartsWith("tEXt"u8) || frame.StartsWith("zTXt"u8) || frame.StartsWith("iTXt"u8))
        {
            ReadOnlySpan<byte> content = frame[4..];
            if (content.StartsWith("Raw profile type exif\0"u8))
            {
                _profile = frame;
            }
            else if (content.StartsWith("XML:com.adobe.xmp\0"u8))
            {
                _xmp = frame;
            }
        }
    }

    /// <summary>The orientation, once all chunks are seen.</summary>
    public readonly PictureOrientation Read()
    {
        ReadOnlySpan<byte> exif = _exif.IsEmpty
            ? ExifOrientation.WithoutName(FromHexadecimal(Text(_profile)))
            : Content(_exif);
        return ExifOrientation.Find(exif) ?? FromXmp(Text(_xmp));
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> frame) =>
        frame.Length is >= 4 and <= MostBytes ? frame[4..] : default;

    /// <summary>The text of a chunk, without its keyword, inflated.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> content = Content(frame);
        ReadOnlySpan<byte> rest = content[(content.IndexOf((byte)0) + 1)..];
        switch (frame)
        {
            case [(byte)'t', ..]:
                return rest;
            case [(byte)'z', ..]:
                return rest is [0, ..] ? Inflate(rest[1..]) : default;
            default:
                // iTXt: whether it is deflated, how, then language and translated keyword.
                bool isDeflated = rest is [not 0, 0, ..];
                if (!isDeflated && rest is not [0, _, ..])
                {
                    return default;
                }

                rest = rest[2..];
                rest = rest[(rest.IndexOf((byte)0) + 1)..];
                rest = rest[(rest.IndexOf((byte)0) + 1)..];
                return isDeflated ? Inflate(rest) : rest;
        }
    }

    private static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> deflated)
    {
        byte[] text = new byte[MostText + 1];
        try
        {
            using ZLibStream inflater = new(new MemoryStream(deflated.ToArray()), CompressionMode.Decompress);
            int length = inflater.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length <= MostText ? text.AsSpan(0, length) : default;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return default;
        }
    }

    /// <summary>ImageMagick's profile: an empty line, its name, its length, then digits in lines.</summary>
    private static ReadOnlySpan<byte> FromHexadecimal(ReadOnlySpan<byte> text)
    {
        for (int line = 0; line < 3; line++)
        {
            int end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                return default;
            }

            text = text[(end + 1)..];
        }

        byte[] bytes = new byte[text.Length / 2];
        int digits = 0;
        foreach (byte letter in text)
        {
            if (char.IsAsciiHexDigit((char)letter) && digits / 2 < bytes.Length)
            {
                int digit = letter <= (byte)'9' ? letter - '0' : (letter & 0xDF) - 'A' + 10;
                bytes[digits / 2] = (byte)((bytes[digits / 2] << 4) | digit);
                digits++;
            }
            else if (!char.IsWhiteSpace((char)letter))
            {
                return default;
            }
        }

        return digits % 2 == 0 ? bytes.AsSpan(0, digits / 2) : default;
    }

    /// <summary>The first orientation of XMP, as attribute or as element: a digit.</summary>
    private static PictureOrientation FromXmp(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> name = "tiff:Orientation"u8;
        for (int at; (at = text.IndexOf(name)) >= 0; )
        {
            text = text[(at + name.Length)..];
            ReadOnlySpan<byte> value =
                text.StartsWith("=\""u8) ? text[2..]
                : text.StartsWith(">"u8) ? text[1..]
                : default;
            if (value is [>= (byte)'0' and <= (byte)'9', ..])
            {
                return ExifOrientation.FromNumber(value[0] - '0');
            }
        }

        return PictureOrientation.TopLeft;
    }
}
