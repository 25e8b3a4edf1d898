using System.IO.Compression;

namespace ResNetGen.Imaging;

/// <summary>The rows of a PNG, inflated and without their filters, one at a time. Three rows are kept.</summary>
internal sealed class PngRows : IDisposable
{
    // In front of a row stands the byte that names its filter.
    private const int FilterLength = 1;

    private readonly PngHeader _header;
    private readonly PngDataStream _data;
    private readonly DecodingContext _context;
    private readonly bool _isApples;
    private readonly ZLibStream _inflater;
    private readonly byte[] _filtered;
    private byte[] _above;
    private byte[] _row;
    private long _blocksOfLastRow;
    private bool _hasEnded;

    public PngRows(PngHeader header, PngDataStream data, bool isApples, DecodingContext context)
    {
        (_header, _data, _isApples, _context) = (header, data, isApples, context);
        _inflater = new ZLibStream(data, CompressionMode.Decompress, leaveOpen: true);
        int longest = header.RowBytes(header.Width);
        _filtered = new byte[FilterLength + longest + PngFilter.Padding];
        _above = new byte[longest + PngFilter.Padding];
        _row = new byte[longest + PngFilter.Padding];
    }

    /// <summary>The next row is the first one of a picture, or of a pass of an interlaced one.</summary>
    public void BeginPass() => Array.Clear(_row);

    /// <summary>
    /// The next row of so many pixels, as they are packed in the file. It is valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Read(int columns)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        int length = _header.RowBytes(columns);
        (_row, _above) = (_above, _row);
        if (_hasEnded || !TryInflate(_filtered.AsSpan(0, FilterLength + length)))
        {
            // As in Pillow, a picture is black from where its data ends well, or has the first colour of its palette.
            _hasEnded = true;
            Array.Clear(_row);
            return _row.AsSpan(0, length);
        }

        byte filter = _filtered[0];
        if (!PngFilter.IsKnown(filter))
        {
            throw PictureException.Corrupt(
                _context.PictureName,
                $"a PNG with a row of filter {filter}, which there is not"
            );
        }

        int padded = length + PngFilter.Padding;
        PngFilter.Remove(
            filter,
            _filtered.AsSpan(FilterLength, padded),
            _above.AsSpan(0, padded),
            _row.AsSpan(0, padded),
            _header.FilterDistance
        );
        return _row.AsSpan(0, length);
    }

    /// <summary>
    /// Called behind the last row. Data may go on, with more rows than the picture has. If it ends, then its checksum
    /// must be right, as far as it is in the block of the last row: Pillow looks no further.
    /// </summary>
    public void CheckEnd()
    {
        if (_hasEnded)
        {
            return;
        }

        _data.EndWithBlock();
        long reads = _data.Reads;
        try
        {
            _inflater.ReadByte();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // What was read before went as far as the last row: damage that needs no more bytes is behind a surplus
            // one.
            if (_data.Reads > reads && !_data.IsExhausted)
            {
                throw DoesNotInflate(exception);
            }
        }
    }

    public void Dispose() => _inflater.Dispose();

    /// <returns>Whether there was one more row: data may end behind each.</returns>
    private bool TryInflate(Span<byte> row)
    {
        int length = 0;
        while (length < row.Length)
        {
            int read = Inflate(row[length..]);
            length += read;
            if (read > 0)
            {
                continue;
            }

            // Pillow notices the end only together with a row, which is to say in the block with the row's last byte.
            if (length == 0 && _blocksOfLastRow == _data.Blocks && !_data.IsExhausted)
            {
                return false;
            }

            throw TooShort();
        }

        _blocksOfLastRow = _data.Blocks;
        return true;
    }

    private int Inflate(Span<byte> row)
    {
        try
        {
            return _inflater.Read(row);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw _data.IsExhausted ? TooShort() : DoesNotInflate(exception);
        }
    }

    // It is an IOException if data wants a dictionary, which PNG has not.
    private static bool IsDamage(Exception exception) => exception is InvalidDataException or IOException;

    private PictureException TooShort()
    {
        string found = $"a PNG with less pixel data than its {_header.Width} x {_header.Height} pixels take";
        return _data.EndsWithFile
            ? PictureException.Truncated(_context.PictureName, found)
            : PictureException.Corrupt(_context.PictureName, found);
    }

    private PictureException DoesNotInflate(Exception exception) =>
        _isApples
            ? PictureException.Unsupported(_context.PictureName, "a PNG in Apple's own CgBI variant")
            : PictureException.Corrupt(_context.PictureName, "a PNG whose pixel data does not inflate", exception);
}
