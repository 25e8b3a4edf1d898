using System.Buffers.Binary;

namespace ResNetGen.Samples.Tests.Support;

/// <summary>
/// A progressive JPEG that is small and takes seconds to decode: a large picture in colour, 4:2:0, all of it grey. As
/// many scans as are allowed refine its luma without changing anything.
/// </summary>
internal static class SlowJpeg
{
    private const int Scans = 1_400;

    // The longest run of blocks that one symbol says is over (T.81, G.1.2.2), and the bits it takes here.
    private const int LongestRun = 32_767;
    private const int RunBits = 15;

    /// <param name="side">Columns and rows, in pixels.</param>
    public static byte[] Write(int side)
    {
        int blocks = ((side + 7) / 8) * ((side + 7) / 8);
        int units = ((side + 15) / 16) * ((side + 15) / 16);
        byte[] size = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)side);
        BinaryPrimitives.WriteUInt16BigEndian(size.AsSpan(2), (ushort)side);
        return
        [
            0xff,
            0xd8,
            .. Segment(0xdb, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. Segment(0xc4, [0x00, 1, 1, .. new byte[14], 0, 7]),
            .. Segment(0xc4, [0x10, 1, 1, .. new byte[14], 0xe0, 0]),
            .. Segment(0xc2, [8, .. size, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]),
            // No difference to the block before: a bit for each of the six blocks of a unit.
            .. Segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 0, 0]),
            .. new byte[((6 * units) + 7) / 8],
            .. Enumerable
                .Repeat<byte[]>([.. Segment(0xda, [1, 1, 0, 1, 63, 0x21]), .. Runs(blocks)], Scans)
                .SelectMany(scan => scan),
            0xff,
            0xd9,
        ];
    }

    private static byte[] Segment(byte marker, byte[] payload) =>
        [0xff, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];

    private static byte[] Runs(int blocks)
    {
        // A zero, the symbol of a run, and ones, the longest. Ones fill the last byte.
        int bits = (blocks + LongestRun - 1) / LongestRun * RunBits;
        List<byte> bytes = [];
        for (int start = 0; start < bits; start += 8)
        {
            byte value = 0;
            for (int bit = start; bit < start + 8; bit++)
            {
                value = (byte)((value << 1) | (bit < bits && bit % RunBits == 0 ? 0 : 1));
            }

            bytes.Add(value);
            if (value == 0xff)
            {
                bytes.Add(0);
            }
        }

        return [.. bytes];
    }
}
