using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace ResNetGen.Imaging;

/// <summary>
/// Checks a PNG (ISO/IEC 15948) and keeps the chunks that pixels come from. StbImageSharp looks at no checksum, follows chunk lengths
/// backwards and inflates without a limit.
/// </summary>
internal static class PngFile
{
    private const int SignatureLength = 8;
    private const int HeaderLength = 13;
    private const int PaletteEntries = 256;

    private const byte Palette = 3;

    /// <summary>The same picture as a PNG of IHDR, PLTE, one IDAT and IEND.</summary>
    public static byte[] Check(ReadOnlySpan<byte> file, DecodingContext context, out PictureOrientation orientation)
    {
        string pictureName = context.PictureName;
        ReadOnlySpan<byte> header = default;
        ReadOnlySpan<byte> palette = default;
        PngOrientation metadata = default;
        byte[] pixelData = ArrayPool<byte>.Shared.Rent(file.Length);
        try
        {
            int pixelDataLength = 0;
            int position = SignatureLength;
            while (true)
            {
                ReadOnlySpan<byte> chunk = ReadChunk(file, ref position, pictureName, out ReadOnlySpan<byte> type);
                if (header.IsEmpty != type.SequenceEqual("IHDR"u8))
                {
                    throw type.SequenceEqual("CgBI"u8)
                        ? PictureException.Unsupported(pictureName, "a PNG in Apple's own CgBI variant")
                        : PictureException.Corrupt(pictureName, "a PNG whose first chunk is not its only header");
                }

                if (type.SequenceEqual("IHDR"u8))
                {
                    CheckHeader(chunk, context);
                    header = chunk;
                }
                else if (type.SequenceEqual("PLTE"u8))
                {
                    palette = chunk;
                }
                else if (type.SequenceEqual("IDAT"u8))
                {
                    chunk.CopyTo(pixelData.AsSpan(pixelDataLength));
                    pixelDataLength += chunk.Length;
                }
                else if (type.SequenceEqual("IEND"u8))
                {
                    break;
                }
                else if (IsCritical(type))
                {
                    throw PictureException.Corrupt(pictureName, "a PNG with a critical chunk of unknown type");
                }
                else
                {
                    metadata.See(file.Slice(position - 8 - chunk.Length, 8 + chunk.Length), isBehindPixels: pixelDataLength > 0);
                }
            }

            if (header[9] == Palette && (palette.IsEmpty || palette.Length % 3 != 0 || palette.Length > 3 * PaletteEntries))
            {
                throw PictureException.Corrupt(pictureName, "a palette PNG without a sound palette");
            }

            CheckPixelData(header, pixelData, pixelDataLength, pictureName);
            orientation = metadata.Read();
            return Write(header, palette, pixelData.AsSpan(0, pixelDataLength));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixelData);
        }
    }

    private static bool IsCritical(ReadOnlySpan<byte> type) => (type[0] & 0x20) == 0;

    private static ReadOnlySpan<byte> ReadChunk(
        ReadOnlySpan<byte> file, scoped ref int position, string pictureName, out ReadOnlySpan<byte> type)
    {
        const int Frame = 12;
        ReadOnlySpan<byte> rest = file[position..];
        uint length = rest.Length < Frame ? 0 : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (rest.Length < Frame || length > rest.Length - Frame)
        {
            throw PictureException.Truncated(pictureName, $"a PNG that ends within a chunk, after {file.Length} bytes");
        }

        type = rest.Slice(4, 4);
        ReadOnlySpan<byte> chunk = rest.Slice(8, (int)length);

        // The pixel data has a checksum of its own, and no pixel comes from ancillary chunks.
        if (IsCritical(type) && !type.SequenceEqual("IDAT"u8)
            && Crc32(rest.Slice(4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
        {
            throw PictureException.Corrupt(pictureName, $"a PNG with a wrong checksum at byte {position}");
        }

        position += Frame + (int)length;
        return chunk;
    }

    /// <summary>CRC-32 as PNG has it, bit by bit: it sees a few hundred bytes a file.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, DecodingContext context)
    {
        string pictureName = context.PictureName;
        if (header.Length != HeaderLength)
        {
            throw PictureException.Corrupt(pictureName, $"a PNG with a header of {header.Length} bytes");
        }

        context.CheckSize(PictureFormat.Png, Width(header), Height(header));
        bool known = (ColourType: header[9], Depth: header[8]) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (Palette, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16) => true,
            _ => false,
        };
        if (!known || header[10] != 0 || header[11] != 0 || header[12] > 1)
        {
            throw PictureException.Corrupt(
                pictureName, $"a PNG of colour type {header[9]} with {header[8]} bits a sample, which there is not");
        }
    }

    private static long Width(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    private static long Height(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[4..]);

    /// <summary>
    /// Inflates the pixel data once for its length and its checksum, keeping nothing: a small file that inflates to gigabytes stops here.
    /// </summary>
    private static void CheckPixelData(ReadOnlySpan<byte> header, byte[] pixelData, int length, string pictureName)
    {
        long expected = ExpectedLength(header);
        long found = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(pixelData, 0, length), CompressionMode.Decompress);
            int read;
            while (found <= expected && (read = inflater.Read(buffer)) > 0)
            {
                found += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw PictureException.Corrupt(pictureName, "a PNG whose pixel data does not inflate", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (found != expected)
        {
            throw PictureException.Corrupt(
                pictureName,
                $"a PNG with {(found < expected ? "less" : "more")} pixel data than its {Width(header)} x {Height(header)} pixels take");
        }
    }

    private static long ExpectedLength(ReadOnlySpan<byte> header)
    {
        int samples = header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int bitsPerPixel = samples * header[8];
        if (header[12] == 0)
        {
            return PassLength(Width(header), Height(header), bitsPerPixel);
        }

        ReadOnlySpan<byte> left = [0, 4, 0, 2, 0, 1, 0];
        ReadOnlySpan<byte> top = [0, 0, 4, 0, 2, 0, 1];
        ReadOnlySpan<byte> columnStep = [8, 8, 4, 4, 2, 2, 1];
        ReadOnlySpan<byte> rowStep = [8, 8, 8, 4, 4, 2, 2];
        long length = 0;
        for (int pass = 0; pass < left.Length; pass++)
        {
            long columns = (Width(header) - left[pass] + columnStep[pass] - 1) / columnStep[pass];
            long rows = (Height(header) - top[pass] + rowStep[pass] - 1) / rowStep[pass];
            length += PassLength(columns, rows, bitsPerPixel);
        }

        return length;
    }

    // Each row has one byte for its filter; a pass without columns has no rows either.
    private static long PassLength(long columns, long rows, int bitsPerPixel) =>
        columns == 0 ? 0 : rows * (1 + (((columns * bitsPerPixel) + 7) / 8));

    private static byte[] Write(ReadOnlySpan<byte> header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> pixelData)
    {
        var file = new MemoryStream(pixelData.Length + 1024);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR"u8, header);
        if (header[9] == Palette)
        {
            WriteChunk(file, "PLTE"u8, WholePalette(palette));
        }

        WriteChunk(file, "IDAT"u8, pixelData);
        WriteChunk(file, "IEND"u8, default);
        return file.ToArray();
    }

    // Pillow's palette is a grey ramp wherever the file says nothing.
    private static byte[] WholePalette(ReadOnlySpan<byte> palette)
    {
        byte[] whole = new byte[3 * PaletteEntries];
        for (int i = palette.Length; i < whole.Length; i++)
        {
            whole[i] = (byte)(i / 3);
        }

        palette.CopyTo(whole);
        return whole;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> chunk)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, chunk.Length);
        file.Write(number);
        file.Write(type);
        file.Write(chunk);
        BinaryPrimitives.WriteInt32BigEndian(number, 0); // The decoder does not read the checksum.
        file.Write(number);
    }
}
