using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// What the headers of a BMP say: BITMAPFILEHEADER and one of those that Windows and OS/2 put behind it.
/// </summary>
internal readonly ref struct BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const int MasksLength = 12;

    private const uint Uncompressed = 0;
    private const uint RunLength8 = 1;
    private const uint RunLength4 = 2;
    private const uint BitFields = 3;

    // Pillow's own limit.
    private const uint MaximumColours = 65536;

    private readonly string _pictureName;

    public BmpHeader(ReadOnlySpan<byte> file, DecodingContext context)
    {
        _pictureName = context.PictureName;
        uint length =
            file.Length < FileHeaderLength + 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeaderLength..]);
        if (file.Length < FileHeaderLength + (long)Math.Max(length, CoreLength))
        {
            throw PictureException.Truncated(
                _pictureName,
                $"a BMP that ends within its header, after {file.Length} bytes"
            );
        }

        // The first and second of OS/2; those of Windows without masks, with three and with four of them, V4 and V5.
        if (length is not (CoreLength or 64 or InfoLength or 52 or 56 or 108 or 124))
        {
            throw PictureException.Unsupported(_pictureName, $"a BMP with a header of {length} bytes, an unknown kind");
        }

        ReadOnlySpan<byte> header = file.Slice(FileHeaderLength, (int)length);
        bool isCore = length == CoreLength;
        int width = isCore
            ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..])
            : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        long height = isCore
            ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..])
            : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCore ? 10 : 14)..]);
        uint compression = isCore ? Uncompressed : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        uint colours = isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);

        // A negative height means that the first row is the top one.
        IsTopDown = height < 0;
        context.CheckSize(PictureFormat.Bmp, width, Math.Abs(height));
        (Width, Height) = (width, (int)Math.Abs(height));
        CheckKind(compression);
        RunLengthBits = compression switch
        {
            RunLength8 => 8,
            RunLength4 => 4,
            _ => 0,
        };

        int end = FileHeaderLength + (int)length;
        long pixelStart = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (Bits <= 8)
        {
            Palette = ReadPalette(
                file,
                ref end,
                ref pixelStart,
                colours == 0 ? 1u << Bits : colours,
                entryLength: isCore ? 3 : 4
            );
        }
        else if (compression == BitFields)
        {
            Masks = ReadMasks(file, length, ref end);
        }
        else
        {
            Masks = BmpMasks.Usual(Bits);
        }

        PixelStart = pixelStart == 0 ? end : pixelStart;
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsTopDown { get; }

    /// <summary>Bits of a pixel: 1, 4, 8, 16, 24 or 32.</summary>
    public int Bits { get; }

    /// <summary>Bits of an index of run-length data, 4 or 8; 0 if the pixels are not compressed.</summary>
    public int RunLengthBits { get; }

    /// <summary>Up to 8 bits: the colours.</summary>
    public Palette? Palette { get; }

    /// <summary>Beyond 8 bits: where colours are in a pixel.</summary>
    public BmpMasks? Masks { get; }

    /// <summary>Where the pixels begin; maybe beyond the file.</summary>
    public long PixelStart { get; }

    private void CheckKind(uint compression)
    {
        if (compression > BitFields)
        {
            throw PictureException.Unsupported(_pictureName, $"a BMP with compression {compression}");
        }

        bool isKnown = compression switch
        {
            Uncompressed => Bits is 1 or 4 or 8 or 16 or 24 or 32,
            BitFields => Bits is 16 or 24 or 32,
            _ => Bits is 1 or 4 or 8,
        };
        if (!isKnown)
        {
            throw PictureException.Unsupported(
                _pictureName,
                $"a BMP of {Bits} bits a pixel with compression {compression}"
            );
        }
    }

    /// <summary>
    /// As Pillow: as many colours are behind the header as it says, also where pixels are said to begin before their
    /// end. Those that the file is too short for are missing, and grey.
    /// </summary>
    private Palette ReadPalette(
        ReadOnlySpan<byte> file,
        ref int end,
        ref long pixelStart,
        uint colours,
        int entryLength
    )
    {
        if (colours > MaximumColours)
        {
            throw PictureException.Corrupt(
                _pictureName,
                $"a BMP with a palette of {colours} colours, more than {Palette.Entries}"
            );
        }

        // Some programs say that pixels begin where the palette does. Pillow then skips four bytes a colour, whatever
        // colours take.
        if (pixelStart == end)
        {
            pixelStart += 4 * colours;
        }

        ReadOnlySpan<byte> palette = file[end..];
        palette = palette[..(int)Math.Min(palette.Length, colours * entryLength)];
        if (palette.Length / entryLength > Palette.Entries && !IsGrey(palette, entryLength))
        {
            throw PictureException.Corrupt(
                _pictureName,
                $"a BMP with a palette of {colours} colours, more than {Palette.Entries}"
            );
        }

        end += palette.Length;
        return new Palette(palette, entryLength, bluesFirst: true);
    }

    /// <summary>
    /// Whether a palette is the grey ramp that is there without it, over and over: so long a one Pillow takes.
    /// </summary>
    private static bool IsGrey(ReadOnlySpan<byte> palette, int entryLength)
    {
        for (int i = 0; i < palette.Length / entryLength; i++)
        {
            if (palette.Slice(i * entryLength, 3).ContainsAnyExcept((byte)i))
            {
                return false;
            }
        }

        return true;
    }

    private BmpMasks ReadMasks(ReadOnlySpan<byte> file, uint length, ref int end)
    {
        // They are at the same place: behind the plain header or in a longer one.
        ReadOnlySpan<byte> masks = file[(FileHeaderLength + InfoLength)..];
        if (length == InfoLength)
        {
            end += MasksLength;
        }

        if (masks.Length < MasksLength)
        {
            throw PictureException.Truncated(
                _pictureName,
                $"a BMP that ends within its header, after {file.Length} bytes"
            );
        }

        uint red = BinaryPrimitives.ReadUInt32LittleEndian(masks);
        uint green = BinaryPrimitives.ReadUInt32LittleEndian(masks[4..]);
        uint blue = BinaryPrimitives.ReadUInt32LittleEndian(masks[8..]);
        if (Bits == 32 && (red, green, blue) == (0, 0, 0))
        {
            return BmpMasks.Usual(Bits);
        }

        return BmpMasks.TryCreate(Bits, red, green, blue)
            ?? throw PictureException.Unsupported(
                _pictureName,
                $"a BMP of {Bits} bits a pixel with the colour masks {red:X8}, {green:X8} and {blue:X8}"
            );
    }
}
