using System.Buffers.Binary;
using System.IO.Hashing;

namespace ResNetGen.Weights;

/// <summary>
/// The frame of a packed file: a prelude of fixed size, the header as JSON, zeros up to a page, the payload. Integers
/// are little-endian.
/// </summary>
/// <remarks>docs/weights.md has the table.</remarks>
internal static class PackedFormat
{
    /// <summary>
    /// Raised when the frame or the header change. <see cref="PackedPlan.PackingVersion"/> counts changes of the
    /// content.
    /// </summary>
    public const int Version = 2;

    /// <summary>
    /// The payload starts at a multiple of this. It is the smallest page: a mapping keeps the alignment of the file.
    /// </summary>
    public const int Page = 4096;

    /// <summary>Where the header starts.</summary>
    public const int PreludeBytes = 40;

    /// <summary>The most bytes of a header. ResNet-152 has 40 KB.</summary>
    public const int LongestHeader = 16 << 20;

    private const int VersionAt = 8;
    private const int HeaderLengthAt = 12;
    private const int FileLengthAt = 16;
    private const int ChecksumAt = 24;

    private const int FamilyBytes = 4;

    /// <summary>
    /// Like PNG's: it is no text and no length of a safetensors header, and a transfer as text changes it.
    /// </summary>
    public static ReadOnlySpan<byte> Magic =>
        [0x89, (byte)'R', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Whether a file begins as a packed one, whole or damaged, and not as safetensors.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> start) => start.StartsWith(Magic[..FamilyBytes]);

    /// <summary>Whether the whole magic is there.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    public static uint ReadVersion(ReadOnlySpan<byte> prelude) =>
        BinaryPrimitives.ReadUInt32LittleEndian(prelude[VersionAt..]);

    public static uint ReadHeaderLength(ReadOnlySpan<byte> prelude) =>
        BinaryPrimitives.ReadUInt32LittleEndian(prelude[HeaderLengthAt..]);

    public static ulong ReadFileLength(ReadOnlySpan<byte> prelude) =>
        BinaryPrimitives.ReadUInt64LittleEndian(prelude[FileLengthAt..]);

    public static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> prelude) => prelude[ChecksumAt..PreludeBytes];

    /// <summary>Where the payload starts.</summary>
    public static long PayloadPosition(long headerLength) => (PreludeBytes + headerLength + Page - 1) / Page * Page;

    /// <summary>XXH128 of the header and of what stands before the checksum.</summary>
    public static byte[] ComputeChecksum(ReadOnlySpan<byte> prelude, ReadOnlySpan<byte> header)
    {
        XxHash128 hash = new();
        hash.Append(prelude[..ChecksumAt]);
        hash.Append(header);
        return hash.GetCurrentHash();
    }

    /// <summary>Everything before the payload.</summary>
    public static byte[] WriteStart(ReadOnlySpan<byte> header, long payloadBytes)
    {
        long payload = PayloadPosition(header.Length);
        byte[] start = new byte[payload];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(HeaderLengthAt), (uint)header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(FileLengthAt), payload + payloadBytes);
        ComputeChecksum(start, header).CopyTo(start, ChecksumAt);
        header.CopyTo(start.AsSpan(PreludeBytes));
        return start;
    }
}
