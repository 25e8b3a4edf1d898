using System.Buffers.Binary;
using System.IO.Compression;

namespace ResNetGen.Imaging.Tests;

/// <summary>A PNG encoder of the smallest kind: packed rows as they are given, filter 0.</summary>
internal static class PngWriter
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Palette = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    /// <summary>A picture of one row per array of <paramref name="rows"/>.</summary>
    public static byte[] Write(
        int width,
        byte colourType,
        byte depth,
        byte[][] rows,
        params (string Type, byte[] Content)[] chunks
    ) =>
        WriteRaw(
            width,
            rows.Length,
            colourType,
            depth,
            interlace: 0,
            [.. rows.SelectMany(row => (byte[])[0, .. row])],
            chunks
        );

    public static byte[] WriteRaw(
        int width,
        int height,
        byte colourType,
        byte depth,
        byte interlace,
        byte[] filtered,
        params (string Type, byte[] Content)[] chunks
    )
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = depth;
        header[9] = colourType;
        header[12] = interlace;
        byte[] compressed = Compress(filtered);
        return
        [
            0x89,
            .. "PNG\r\n\x1A\n"u8,
            .. Chunk("IHDR", header),
            .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Content)),
            .. Chunk("IDAT", compressed[..(compressed.Length / 2)]), // In two parts, as encoders do.
            .. Chunk("IDAT", compressed[(compressed.Length / 2)..]),
            .. Chunk("IEND", []),
        ];
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] checkedPart = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        return [.. BigEndian((uint)content.Length), .. checkedPart, .. BigEndian(Crc32(checkedPart))];
    }

    private static byte[] Compress(byte[] bytes)
    {
        MemoryStream compressed = new();
        using (ZLibStream deflater = new(compressed, CompressionLevel.Optimal))
        {
            deflater.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
