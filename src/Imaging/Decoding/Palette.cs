namespace ResNetGen.Imaging;

/// <summary>256 colours; a grey ramp wherever the file says nothing, as in Pillow.</summary>
internal sealed class Palette
{
    public const int Entries = 256;

    private const int Channels = 3;

    private readonly byte[] _colours = new byte[Entries * Channels];

    /// <summary>The first colours are the file's.</summary>
    /// <param name="file">Colours without gaps. A part of a colour at the end does not count; no more than 256 colours
    /// do.</param>
    /// <param name="entryLength">Bytes from one colour to the next.</param>
    /// <param name="bluesFirst">Whether colours are blue, green, red.</param>
    public Palette(ReadOnlySpan<byte> file, int entryLength, bool bluesFirst)
    {
        for (int entry = 0; entry < Entries; entry++)
        {
            Span<byte> colour = _colours.AsSpan(entry * Channels, Channels);
            if (file.Length < (entry + 1) * entryLength)
            {
                colour.Fill((byte)entry);
                continue;
            }

            file.Slice(entry * entryLength, Channels).CopyTo(colour);
            if (bluesFirst)
            {
                colour.Reverse();
            }
        }
    }

    /// <summary>Red, green and blue of one entry.</summary>
    public ReadOnlySpan<byte> this[byte entry] => _colours.AsSpan(entry * Channels, Channels);

    /// <summary>Composites the first colours on a ground, as many as have an alpha.</summary>
    public void Show(byte ground, ReadOnlySpan<byte> alphas)
    {
        for (int entry = 0; entry < Math.Min(alphas.Length, Entries); entry++)
        {
            Ground.Show(ground, alphas[entry], _colours.AsSpan(entry * Channels, Channels));
        }
    }

    /// <summary>
    /// A row of indices becomes pixels of three channels, as many as <paramref name="pixels"/> takes.
    /// </summary>
    /// <param name="row">The indices, the leftmost in the high bits of a byte.</param>
    /// <param name="bits">Bits of an index: 1, 2, 4 or 8.</param>
    /// <param name="pixels">Where red, green and blue go.</param>
    public void Expand(ReadOnlySpan<byte> row, int bits, Span<byte> pixels)
    {
        int count = pixels.Length / Channels;
        ReadOnlySpan<byte> indices = row;
        if (bits < 8)
        {
            // The indices wait in the last third, which the pixels reach no sooner than they are read.
            Span<byte> lastThird = pixels[^count..];
            PackedSamples.Unpack(row, bits, scale: 1, lastThird);
            indices = lastThird;
        }

        ReadOnlySpan<byte> colours = _colours;
        for (int i = 0, to = 0; i < count; i++, to += Channels)
        {
            int from = indices[i] * Channels;
            byte red = colours[from];
            byte green = colours[from + 1];
            byte blue = colours[from + 2];
            pixels[to + 2] = blue;
            pixels[to + 1] = green;
            pixels[to] = red;
        }
    }
}
