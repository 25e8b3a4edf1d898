using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// The chunks of a PNG before its pixels and behind them. Before, all must be in order. Behind, the file may end or
/// turn into something else, as with Pillow: the picture is whole already.
/// </summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file, DecodingContext context)
{
    /// <summary>Length and type.</summary>
    public const int HeadLength = 8;

    public const int ChecksumLength = 4;

    private const int SignatureLength = 8;

    private readonly ReadOnlySpan<byte> _file = file;
    private readonly DecodingContext _context = context;
    private ReadOnlySpan<byte> _palette;
    private ReadOnlySpan<byte> _transparency;
    private PngOrientation _orientation;
    private bool _isApples;

    /// <summary>How the camera was held, once all chunks were read.</summary>
    public readonly PictureOrientation Orientation => _orientation.Read();

    /// <summary>The last one before the pixels, should there be several; set by <see cref="ReadToPixels"/>.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>
    /// For messages: Apple's tools leave out what zlib puts around the pixels, and say so by a chunk CgBI.
    /// </summary>
    public readonly bool IsApples => _isApples;

    /// <summary>The palette, on the ground that is asked for.</summary>
    public readonly Palette CreatePalette()
    {
        Palette palette = new(_palette, entryLength: 3, bluesFirst: false);
        if (_context.Background is { } ground)
        {
            palette.Show(ground, _transparency);
        }

        return palette;
    }

    public readonly PngGround? CreateGround() => PngGround.Create(Header, _transparency, _context.Background);

    /// <summary>Reads up to the first chunk of pixels.</summary>
    /// <returns>Where that chunk begins.</returns>
    public int ReadToPixels()
    {
        int position = SignatureLength;
        while (true)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rest = _file[position..];
            if (rest.Length < HeadLength)
            {
                throw CutWithinChunk();
            }

            ReadOnlySpan<byte> type = rest.Slice(4, 4);
            if (!IsType(type))
            {
                throw PictureException.Corrupt(
                    _context.PictureName,
                    $"a PNG without a chunk where one should begin, at byte {position}"
                );
            }

            bool hasHeader = Header.Width != 0;
            if (hasHeader && type.SequenceEqual("IDAT"u8))
            {
                CheckPalette();
                return position;
            }

            if (type.SequenceEqual("IEND"u8))
            {
                throw PictureException.Corrupt(
                    _context.PictureName,
                    $"a PNG without {(hasHeader ? "pixel data" : "a header")}"
                );
            }

            long length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - HeadLength - ChecksumLength)
            {
                throw CutWithinChunk();
            }

            if (
                Crc32.Of(rest.Slice(4, 4 + (int)length))
                != BinaryPrimitives.ReadUInt32BigEndian(rest[(HeadLength + (int)length)..])
            )
            {
                throw PictureException.Corrupt(_context.PictureName, $"a PNG with a wrong checksum at byte {position}");
            }

            Keep(type, rest.Slice(HeadLength, (int)length));
            _orientation.See(rest.Slice(4, 4 + (int)length), isBehindPixels: false);
            position += HeadLength + (int)length + ChecksumLength;
        }
    }

    /// <summary>
    /// Reads what stands behind the pixels, from the end of a chunk on. Checksums do not count any more.
    /// </summary>
    public void ReadRest(long position)
    {
        while (true)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            position += ChecksumLength;
            if (position > _file.Length - HeadLength)
            {
                return;
            }

            ReadOnlySpan<byte> rest = _file[(int)position..];
            ReadOnlySpan<byte> type = rest.Slice(4, 4);
            if (!IsType(type) || type.SequenceEqual("IEND"u8) || type.SequenceEqual("fcTL"u8))
            {
                return; // Behind an fcTL are the further pictures of an animation.
            }

            long length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - HeadLength)
            {
                throw CutWithinChunk();
            }

            _orientation.See(rest.Slice(4, 4 + (int)length), isBehindPixels: true);
            position += HeadLength + length;
        }
    }

    // Letters; Pillow lets digits and underlines pass, too.
    private static bool IsType(ReadOnlySpan<byte> type)
    {
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '_')
            {
                return false;
            }
        }

        return true;
    }

    private void Keep(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        if (type.SequenceEqual("IHDR"u8))
        {
            Header = PngHeader.Parse(content, _context);
        }
        else if (Header.Colour == PngColour.Palette && type.SequenceEqual("PLTE"u8))
        {
            _palette = content;
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            _transparency = content;
        }
        else if (type.SequenceEqual("CgBI"u8))
        {
            _isApples = true;
        }
    }

    private readonly void CheckPalette()
    {
        int colours = _palette.Length / 3;
        if (Header.Colour == PngColour.Palette && colours > Palette.Entries)
        {
            throw PictureException.Corrupt(
                _context.PictureName,
                $"a PNG with a palette of {colours} colours, more than {Palette.Entries}"
            );
        }
    }

    private readonly PictureException CutWithinChunk() =>
        PictureException.Truncated(_context.PictureName, $"a PNG that ends within a chunk, after {_file.Length} bytes");
}
