namespace ResNetGen.Imaging;

/// <summary>
/// The ground behind the pixels of a PNG without a palette that are transparent, by their alpha or by the one colour of
/// tRNS (ISO/IEC 15948, 11.3.2.1).
/// </summary>
internal sealed class PngGround
{
    private readonly PngHeader _header;
    private readonly byte _level;
    private readonly byte[] _key;

    private PngGround(PngHeader header, byte level, ReadOnlySpan<byte> transparency)
    {
        (_header, _level) = (header, level);
        _key = header.HasAlpha ? [] : Key(header, transparency[..(2 * header.Channels)]);
    }

    /// <summary>Nothing where nothing is asked for, or all pixels are opaque: also by a tRNS that is too short.</summary>
    public static PngGround? Create(PngHeader header, ReadOnlySpan<byte> transparency, byte? background) =>
        background is { } level
        && header.Colour != PngColour.Palette
        && (header.HasAlpha || transparency.Length >= 2 * header.Channels)
            ? new PngGround(header, level, transparency)
            : null;

    /// <summary>Changes the pixels of a row that are not opaque.</summary>
    /// <param name="row">As it is packed in the file.</param>
    /// <param name="pixels">The samples of the picture that were made of it.</param>
    public void Show(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int channels = _header.Channels;
        if (_header.HasAlpha)
        {
            int step = _header.BitsPerPixel / 8;
            int alpha = step - (_header.Depth / 8);
            for (; !pixels.IsEmpty; pixels = pixels[channels..], row = row[step..])
            {
                Ground.Show(_level, row[alpha], pixels[..channels]);
            }

            return;
        }

        // Of 16 bits, the low ones tell colours apart too. Fewer than 8 are spread already, as the key is.
        for (int at = 0, to = 0; to < pixels.Length; at += _key.Length, to += channels)
        {
            Span<byte> pixel = pixels.Slice(to, channels);
            if ((_header.Depth == 16 ? row.Slice(at, _key.Length) : pixel).SequenceEqual(_key))
            {
                pixel.Fill(_level);
            }
        }
    }

    /// <summary>The transparent colour as it is compared: 2 bytes a sample for 16 bits, else 1.</summary>
    private static byte[] Key(PngHeader header, ReadOnlySpan<byte> colour)
    {
        if (header.Depth == 16)
        {
            return colour.ToArray();
        }

        // Bits beyond those of a sample do not count.
        int most = (1 << header.Depth) - 1;
        byte[] key = new byte[header.Channels];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)((colour[(2 * i) + 1] & most) * (byte.MaxValue / most));
        }

        return key;
    }
}
