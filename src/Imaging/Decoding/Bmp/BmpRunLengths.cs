namespace ResNetGen.Imaging;

/// <summary>
/// Run-length data of a BMP, BI_RLE8 and BI_RLE4. As with Pillow, the pixels are one long line, which the ends of rows
/// fill up to a multiple of the width; all of them must be there. Pixels that are skipped have the first colour of the
/// palette.
/// </summary>
internal ref struct BmpRunLengths
{
    private const int Channels = 3;

    private const byte EndOfRow = 0;
    private const byte EndOfPicture = 1;
    private const byte Skip = 2;

    private readonly ReadOnlySpan<byte> _file;
    private readonly Span<byte> _pixels;
    private readonly Palette _palette;
    private readonly int _width;
    private readonly int _height;
    private readonly bool _isTopDown;
    private readonly bool _hasNibbles;
    private int _position;
    private long _count;

    // In the row; runs end with it.
    private int _column;

    private BmpRunLengths(ReadOnlySpan<byte> file, in BmpHeader header, Span<byte> pixels)
    {
        _file = file;
        _pixels = pixels;
        _palette = header.Palette!;
        (_width, _height, _isTopDown) = (header.Width, header.Height, header.IsTopDown);
        _hasNibbles = header.RunLengthBits == 4;
        _position = (int)Math.Min(header.PixelStart, file.Length);
    }

    private readonly bool IsComplete => _count >= (long)_width * _height;

    /// <summary>Fills the picture.</summary>
    public static void Read(ReadOnlySpan<byte> file, in BmpHeader header, Span<byte> pixels, DecodingContext context)
    {
        BmpRunLengths runs = new(file, header, pixels);
        runs.FillWithFirstColour(context.Cancellation);
        while (!runs.IsComplete && runs.ReadOne())
        {
            context.Cancellation.ThrowIfCancellationRequested();
        }

        if (!runs.IsComplete)
        {
            string found = $"a BMP with less pixel data than its {header.Width} x {header.Height} pixels take";
            throw runs._position >= file.Length
                ? PictureException.Truncated(context.PictureName, found)
                : PictureException.Corrupt(context.PictureName, found);
        }
    }

    private readonly void FillWithFirstColour(CancellationToken cancellation)
    {
        Span<byte> first = _pixels[..(_width * Channels)];
        for (int i = 0; i < first.Length; i += Channels)
        {
            _palette[0].CopyTo(first[i..]);
        }

        for (Span<byte> others = _pixels[first.Length..]; !others.IsEmpty; others = others[first.Length..])
        {
            cancellation.ThrowIfCancellationRequested();
            first.CopyTo(others);
        }
    }

    /// <returns>Whether there may be more.</returns>
    private bool ReadOne()
    {
        if (_position > _file.Length - 2)
        {
            _position = _file.Length;
            return false;
        }

        byte length = _file[_position];
        byte value = _file[_position + 1];
        _position += 2;
        if (length > 0)
        {
            ReadRun(length, value);
            return true;
        }

        switch (value)
        {
            case EndOfRow:
                _count += (_width - (_count % _width)) % _width;
                _column = 0;
                return true;
            case EndOfPicture:
                return false;
            case Skip:
                return ReadSkip();
            default:
                return ReadPixels(value);
        }
    }

    private void ReadRun(int length, byte value)
    {
        length = Math.Clamp(_width - _column, 0, length);
        _column += length;
        (byte even, byte odd) = _hasNibbles ? ((byte)(value >> 4), (byte)(value & 15)) : (value, value);
        for (int i = 0; i < length; i++)
        {
            Write(i % 2 == 0 ? even : odd);
        }
    }

    private bool ReadSkip()
    {
        if (_position > _file.Length - 2)
        {
            _position = _file.Length;
            return false;
        }

        _count += _file[_position] + ((long)_file[_position + 1] * _width);
        _column = (int)(_count % _width);
        _position += 2;
        return true;
    }

    private bool ReadPixels(int length)
    {
        // An odd pixel of 4 bits takes a whole byte.
        int bytes = _hasNibbles ? (length + 1) / 2 : length;
        ReadOnlySpan<byte> there = _file.Slice(_position, Math.Min(bytes, _file.Length - _position));
        for (int i = 0; i < length && i < there.Length * (_hasNibbles ? 2 : 1); i++)
        {
            Write(
                !_hasNibbles ? there[i]
                : i % 2 == 0 ? (byte)(there[i / 2] >> 4)
                : (byte)(there[i / 2] & 15)
            );
        }

        _column += length;
        _position += there.Length;
        if (there.Length < bytes)
        {
            return false;
        }

        // What comes next begins at an even byte of the file.
        _position += _position % 2;
        return true;
    }

    private void Write(byte index)
    {
        if (!IsComplete)
        {
            (long row, long column) = Math.DivRem(_count, _width);
            long at = ((_isTopDown ? row : _height - 1 - row) * _width) + column;
            _palette[index].CopyTo(_pixels[(int)(at * Channels)..]);
        }

        _count++;
    }
}
