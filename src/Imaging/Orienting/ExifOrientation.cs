using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// The orientation in EXIF: a tag in the first directory of a TIFF structure (TIFF 6.0, section 2). It is read as
/// Pillow 9.4 reads it, which <c>ImageOps.exif_transpose</c> goes by. What Pillow refuses or warns of is no
/// orientation.
/// </summary>
internal static class ExifOrientation
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x0112;

    private static ReadOnlySpan<byte> SegmentName => "Exif\0"u8;

    /// <summary>The orientation that a TIFF structure says, upright where it says none.</summary>
    public static PictureOrientation Read(ReadOnlySpan<byte> tiffBlock) =>
        Find(tiffBlock) ?? PictureOrientation.TopLeft;

    /// <summary>
    /// The orientation that the payload of a JPEG's APP1 segment says, or <see langword="null"/> if it is no EXIF. The
    /// first segment of EXIF counts, sound or not, and only before the first scan.
    /// </summary>
    public static PictureOrientation? OfJpegSegment(ReadOnlySpan<byte> payload) =>
        payload.StartsWith(SegmentName) ? Read(WithoutName(payload)) : null;

    /// <summary>The TIFF structure behind the name that JPEG and ImageMagick write before it.</summary>
    public static ReadOnlySpan<byte> WithoutName(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;

    /// <summary>What a number stands for: all but 1 to 8 is as it is.</summary>
    public static PictureOrientation FromNumber(long number) =>
        number is >= 1 and <= 8 ? (PictureOrientation)number : PictureOrientation.TopLeft;

    /// <summary>
    /// The orientation that a TIFF structure says, or <see langword="null"/> where it has no such tag.
    /// </summary>
    public static PictureOrientation? Find(ReadOnlySpan<byte> tiffBlock)
    {
        if (tiffBlock.Length < HeaderLength || ByteOrder(tiffBlock) is not { } isBigEndian)
        {
            return null;
        }

        uint directory = UInt32(tiffBlock[4..], isBigEndian);
        if (directory > (uint)tiffBlock.Length - 2)
        {
            return null;
        }

        // No other directory is followed, so the work ends with the block, whatever its offsets say.
        PictureOrientation? found = null;
        ReadOnlySpan<byte> entries = tiffBlock[((int)directory + 2)..];
        int count = Math.Min(UInt16(tiffBlock[(int)directory..], isBigEndian), entries.Length / EntryLength);
        for (; count > 0; count--, entries = entries[EntryLength..])
        {
            int size = SizeOf(UInt16(entries[2..], isBigEndian));
            long length = (long)size * UInt32(entries[4..], isBigEndian);
            if (length == 0)
            {
                continue;
            }

            // Up to four bytes stand in the entry itself, more of them anywhere.
            ReadOnlySpan<byte> value = entries[8..EntryLength];
            if (length > value.Length)
            {
                uint offset = UInt32(value, isBigEndian);
                if (offset + length > tiffBlock.Length)
                {
                    return found; // Here Pillow stops, and keeps what it has.
                }

                value = tiffBlock[(int)offset..];
            }

            if (UInt16(entries, isBigEndian) == OrientationTag)
            {
                found = FromNumber(WholeNumber(value, UInt16(entries[2..], isBigEndian), size, isBigEndian));
            }
        }

        return found;
    }

    // Pillow takes the two with the bytes of 42 exchanged as well.
    private static bool? ByteOrder(ReadOnlySpan<byte> block) =>
        block switch
        {
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'I', (byte)'I', 0, 42, ..] => false,
            [(byte)'M', (byte)'M', 0, 42 or 43, ..] or [(byte)'M', (byte)'M', 42, 0, ..] => true,
            _ => null,
        };

    /// <summary>Bytes of a value of a type, 0 for types that there are not.</summary>
    private static int SizeOf(ushort type) =>
        type switch
        {
            1 or 2 or 6 or 7 => 1, // BYTE, ASCII, SBYTE, UNDEFINED
            3 or 8 => 2, // SHORT, SSHORT
            4 or 9 or 11 or 13 => 4, // LONG, SLONG, FLOAT, IFD
            5 or 10 or 12 or 16 => 8, // RATIONAL, SRATIONAL, DOUBLE, LONG8
            _ => 0,
        };

    /// <summary>
    /// The first value, if it is a whole number; EXIF asks for one SHORT. A negative one is beyond 8 all the same.
    /// </summary>
    private static long WholeNumber(ReadOnlySpan<byte> value, ushort type, int size, bool isBigEndian) =>
        (type, size) switch
        {
            (1 or 2 or 5 or 7 or 10 or 11 or 12, _) => 0,
            (_, 1) => value[0],
            (_, 2) => UInt16(value, isBigEndian),
            (_, 4) => UInt32(value, isBigEndian),
            _ => isBigEndian
                ? BinaryPrimitives.ReadInt64BigEndian(value)
                : BinaryPrimitives.ReadInt64LittleEndian(value),
        };

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
