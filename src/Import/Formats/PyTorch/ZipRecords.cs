using System.Buffers.Binary;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Where the records of a zip archive lie (PKWARE's APPNOTE, 4.3). Records are read in place, so that they must be
/// stored, as torch.save stores them: nothing is ever decompressed or extracted.
/// </summary>
internal sealed class ZipRecords
{
    private const uint LocalSignature = 0x04034B50;
    private const uint CentralSignature = 0x02014B50;
    private const uint EndSignature = 0x06054B50;
    private const uint End64Signature = 0x06064B50;
    private const uint Locator64Signature = 0x07064B50;
    private const int LocalBytes = 30;
    private const int CentralBytes = 46;
    private const int EndBytes = 22;
    private const int End64Bytes = 56;
    private const int Locator64Bytes = 20;
    private const int LongestComment = ushort.MaxValue;

    // A hundred times what a checkpoint has.
    private const int MostRecords = 200_000;
    private const int LongestName = 1000;

    private const string NotTorch = "Save it again with torch.save.";

    private readonly string _file;
    private readonly Dictionary<string, Record> _records = [];

    private ZipRecords(string file) => _file = file;

    private readonly record struct Record(long Local, long Stored, long Length, int Method, bool IsEncrypted);

    public IEnumerable<string> Names => _records.Keys;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="WeightFileException">It has none, or one that cannot be right.</exception>
    public static ZipRecords Read(FileBytes bytes)
    {
        ZipRecords result = new(bytes.File);
        (long position, long length, long count) = result.Directory(bytes);
        if (count > MostRecords)
        {
            throw result.Error($"the archive has {count} records, and {MostRecords} are the most", NotTorch);
        }

        ReadOnlySpan<byte> directory = bytes.Slice(position, length, "the directory of the archive");
        for (long index = 0; index < count; index++)
        {
            directory = directory[result.Add(directory)..];
        }

        return result;
    }

    public bool Has(string name) => _records.ContainsKey(name);

    /// <summary>Where a record's bytes are.</summary>
    /// <exception cref="WeightFileException">It is missing, compressed, encrypted, or not where it should be.</exception>
    public (long Position, long Length) Find(FileBytes bytes, string name, string? tensor = null)
    {
        string what = "the record " + Quoted.Text(name);
        if (!_records.TryGetValue(name, out Record record))
        {
            throw Error($"{what} is missing", SafetensorsHeader.Damaged, tensor);
        }

        if (record.IsEncrypted)
        {
            throw Error($"{what} is encrypted", NotTorch, tensor);
        }

        if (record.Method != 0 || record.Stored != record.Length)
        {
            throw Error(
                $"{what} is compressed, where torch.save stores it as it is",
                "The archive was packed anew: unpack it and zip it without compression (zip -0), or save it again "
                    + "with torch.save.",
                tensor
            );
        }

        ReadOnlySpan<byte> local = bytes.Slice(record.Local, LocalBytes, what);
        int nameLength = U16(local, 26);
        long start = record.Local + LocalBytes + nameLength + U16(local, 28);
        if (
            U32(local, 0) != LocalSignature
            || Encoding.UTF8.GetString(bytes.Slice(record.Local + LocalBytes, nameLength, what)) != name
        )
        {
            throw new WeightFileException(
                _file,
                $"{what} is not where the directory of the archive says",
                SafetensorsHeader.Damaged,
                tensor,
                record.Local
            );
        }

        if (record.Length > bytes.Length - start)
        {
            throw Error(
                $"{what} has {record.Length} bytes from byte {start} on, and the file ends at {bytes.Length}",
                SafetensorsHeader.CutShort,
                tensor
            );
        }

        return (start, record.Length);
    }

    private (long Position, long Length, long Count) Directory(FileBytes bytes)
    {
        int tailLength = (int)Math.Min(bytes.Length, EndBytes + LongestComment);
        long tailStart = bytes.Length - tailLength;
        ReadOnlySpan<byte> tail = bytes.Slice(tailStart, tailLength, "the end of the archive");
        int at = tailLength - EndBytes;
        while (at >= 0 && !(U32(tail, at) == EndSignature && U16(tail, at + 20) == tailLength - EndBytes - at))
        {
            at--;
        }

        if (at < 0)
        {
            throw Error("the archive has no directory at its end", SafetensorsHeader.CutShort);
        }

        long end = tailStart + at;
        (long position, long length, long count) = (U32(tail, at + 16), U32(tail, at + 12), U16(tail, at + 10));
        long limit = end;
        if (
            end >= Locator64Bytes
            && bytes.Slice(end - Locator64Bytes, Locator64Bytes, "the end of the archive") is var locator
            && U32(locator, 0) == Locator64Signature
        )
        {
            limit = U63(locator, 8);
            ReadOnlySpan<byte> end64 = bytes.Slice(limit, End64Bytes, "the end of the archive");
            if (U32(end64, 0) != End64Signature)
            {
                throw Error("the archive has no directory where its end says", SafetensorsHeader.Damaged);
            }

            (position, length, count) = (U63(end64, 48), U63(end64, 40), U63(end64, 32));
        }

        return length <= limit && position <= limit - length
            ? (position, length, count)
            : throw Error(
                $"the directory of the archive has {length} bytes from byte {position} on, and ends at {limit}",
                SafetensorsHeader.Damaged
            );
    }

    /// <summary>Adds the first record of what is left of the directory, and says how long its entry is.</summary>
    private int Add(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < CentralBytes || U32(entry, 0) != CentralSignature)
        {
            throw Error(
                $"the directory of the archive ends behind {_records.Count} records",
                SafetensorsHeader.Damaged
            );
        }

        int nameLength = U16(entry, 28);
        int extraLength = U16(entry, 30);
        int length = CentralBytes + nameLength + extraLength + U16(entry, 32);
        if (entry.Length < length || nameLength > LongestName)
        {
            throw Error("the directory of the archive has a name that is too long", SafetensorsHeader.Damaged);
        }

        string name = Encoding.UTF8.GetString(entry.Slice(CentralBytes, nameLength));
        if (name.StartsWith('/') || name.Contains('\\') || name.Split('/').Contains(".."))
        {
            throw Error($"the archive has the record {Quoted.Text(name)}, which lies outside of it", NotTorch);
        }

        (long full, long stored, long local) = (U32(entry, 24), U32(entry, 20), U32(entry, 42));
        ReadOnlySpan<byte> extra = Extra64(entry.Slice(CentralBytes + nameLength, extraLength));
        if (!TryWiden(ref full, ref extra) || !TryWiden(ref stored, ref extra) || !TryWiden(ref local, ref extra))
        {
            throw Error(
                $"the record {Quoted.Text(name)} has no size, or one that no file can have",
                SafetensorsHeader.Damaged
            );
        }

        bool isEncrypted = (U16(entry, 8) & 1) != 0;
        if (!_records.TryAdd(name, new Record(local, stored, full, U16(entry, 10), isEncrypted)))
        {
            throw Error($"the archive has the record {Quoted.Text(name)} twice", SafetensorsHeader.Damaged);
        }

        return length;
    }

    /// <summary>The field of zip64 among the extra fields, or nothing.</summary>
    private static ReadOnlySpan<byte> Extra64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(U16(extra, 2), extra.Length - 4);
            if (U16(extra, 0) == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    // A number that does not fit into 32 bits stands in the extra field.
    private static bool TryWiden(ref long value, ref ReadOnlySpan<byte> extra)
    {
        if (value == uint.MaxValue)
        {
            if (extra.Length < sizeof(long))
            {
                return false;
            }

            value = BinaryPrimitives.ReadInt64LittleEndian(extra);
            extra = extra[sizeof(long)..];
        }

        return value >= 0;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    // What is beyond 63 bits is no place in a file, and fails where it is used.
    private static long U63(ReadOnlySpan<byte> bytes, int at) =>
        (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]), long.MaxValue);

    private WeightFileException Error(string problem, string advice, string? tensor = null) =>
        new(_file, problem, advice, tensor);
}
