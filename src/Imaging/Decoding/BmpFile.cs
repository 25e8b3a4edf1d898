using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// Checks a BMP and writes it anew in its plainest form. StbImageSharp takes missing bytes for zeros and loses its place where anything
/// stands between header and pixels.
/// </summary>
internal static class BmpFile
{
    private const int FileHeaderLength = 14;
    private const int CoreHeaderLength = 12;
    private const int InfoHeaderLength = 40;
    private const int MasksLength = 12;

    private const uint Uncompressed = 0;
    private const uint BitFields = 3;

    /// <summary>The same picture as a BMP with a BITMAPINFOHEADER, a whole palette or its masks, and nothing between.</summary>
    public static byte[] Check(ReadOnlySpan<byte> file, DecodingContext context)
    {
        string pictureName = context.PictureName;
        int headerLength = file.Length < FileHeaderLength + 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(file[FileHeaderLength..]);
        if (file.Length < FileHeaderLength + Math.Max(headerLength, CoreHeaderLength))
        {
            throw PictureException.Truncated(pictureName, $"a BMP that ends within its header, after {file.Length} bytes");
        }

        if (headerLength != CoreHeaderLength && headerLength is < InfoHeaderLength or > 124)
        {
            throw PictureException.Unsupported(pictureName, $"a BMP with a header of {headerLength} bytes, an unknown kind");
        }

        ReadOnlySpan<byte> header = file.Slice(FileHeaderLength, headerLength);
        bool isCore = headerLength == CoreHeaderLength;
        int width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCore ? 10 : 14)..]);
        uint compression = isCore ? Uncompressed : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);

        // A negative height means that the first row is the top one.
        long rows = Math.Abs((long)height);
        context.CheckSize(PictureFormat.Bmp, width, rows);
        CheckKind(bits, compression, pictureName);

        long pixelStart = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        long pixelLength = (((long)width * bits) + 31) / 32 * 4 * rows;
        int masksStart = FileHeaderLength + InfoHeaderLength;
        int masksLength = compression == BitFields ? MasksLength : 0;
        int paletteStart = FileHeaderLength + headerLength;
        if (pixelStart < paletteStart || pixelStart + pixelLength > file.Length
            || (compression == BitFields && masksStart + masksLength > pixelStart))
        {
            throw PictureException.Truncated(
                pictureName,
                $"a BMP of {file.Length} bytes whose {width} x {rows} pixels would end at byte {pixelStart + pixelLength}");
        }

        int paletteLength = bits > 8 ? 0 : 4 << bits;
        byte[] plain = new byte[FileHeaderLength + InfoHeaderLength + masksLength + paletteLength + pixelLength];
        WriteHeader(plain, width, height, bits, compression, masksStart + masksLength + paletteLength);
        file.Slice(Math.Min(masksStart, file.Length), masksLength).CopyTo(plain.AsSpan(masksStart));
        WritePalette(file[paletteStart..(int)pixelStart], isCore ? 3 : 4, plain.AsSpan(masksStart + masksLength, paletteLength));
        file.Slice((int)pixelStart, (int)pixelLength).CopyTo(plain.AsSpan(masksStart + masksLength + paletteLength));
        return plain;
    }

    private static void CheckKind(int bits, uint compression, string pictureName)
    {
        if (compression is 1 or 2)
        {
            throw PictureException.Unsupported(pictureName, "a BMP with run-length compression");
        }

        if (compression is not (Uncompressed or BitFields))
        {
            throw PictureException.Unsupported(pictureName, $"a BMP with compression {compression}");
        }

        if (bits is not (1 or 4 or 8 or 16 or 24 or 32) || (compression == BitFields && bits is not (16 or 32)))
        {
            throw PictureException.Unsupported(pictureName, $"a BMP of {bits} bits a pixel with compression {compression}");
        }
    }

    private static void WriteHeader(Span<byte> file, int width, int height, int bits, uint compression, int pixelStart)
    {
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[2..], file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file[10..], pixelStart);
        Span<byte> header = file[FileHeaderLength..];
        BinaryPrimitives.WriteInt32LittleEndian(header, InfoHeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], width);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], height);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[14..], (ushort)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], compression);
    }

    // Colours that the file does not give stay black.
    private static void WritePalette(ReadOnlySpan<byte> from, int entryLength, Span<byte> to)
    {
        for (; from.Length >= entryLength && !to.IsEmpty; from = from[entryLength..], to = to[4..])
        {
            from[..3].CopyTo(to);
        }
    }
}
