using System.Text;

namespace ResNetGen.Import.Tests;

/// <summary>Writes zip archives of stored records, also wrong ones.</summary>
internal sealed class ZipBuilder
{
    private readonly List<Record> _records = [];

    /// <summary>A record. What is not the record's own is what the directory says of it.</summary>
    public sealed record Record(string Name, byte[] Bytes)
    {
        public ushort Method { get; init; }
        public ushort Flags { get; init; }
        public long? Length { get; init; }
        public long? Stored { get; init; }
        public long? Position { get; init; }
        public string? LocalName { get; init; }
    }

    /// <summary>A checkpoint with one storage of float32.</summary>
    public static ZipBuilder Checkpoint(byte[] pickle, int values = 0)
    {
        byte[] storage = new byte[values * sizeof(float)];
        Buffer.BlockCopy(
            Enumerable.Range(0, values).Select(index => (float)index).ToArray(),
            0,
            storage,
            0,
            storage.Length
        );
        return new ZipBuilder().Add("a/data.pkl", pickle).Add("a/data/0", storage).Add("a/version", "3\n"u8.ToArray());
    }

    public ZipBuilder Add(string name, byte[] bytes) => Add(new Record(name, bytes));

    public ZipBuilder Add(Record record)
    {
        _records.Add(record);
        return this;
    }

    public ZipBuilder Change(string name, Func<Record, Record> change)
    {
        int index = _records.FindIndex(record => record.Name == name);
        _records[index] = change(_records[index]);
        return this;
    }

    public byte[] Build(bool is64 = false, int? count = null)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        List<long> positions = [];
        foreach (Record record in _records)
        {
            byte[] name = Encoding.UTF8.GetBytes(record.LocalName ?? record.Name);
            positions.Add(stream.Position);
            writer.Write(0x04034B50);
            writer.Write(new byte[22]);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)0);
            writer.Write(name);
            writer.Write(record.Bytes);
        }

        long directory = stream.Position;
        foreach ((Record record, long position) in _records.Zip(positions))
        {
            byte[] name = Encoding.UTF8.GetBytes(record.Name);
            writer.Write(0x02014B50);
            writer.Write(0);
            writer.Write(record.Flags);
            writer.Write(record.Method);
            writer.Write(0L);
            long[] sizes =
            [
                record.Stored ?? record.Length ?? record.Bytes.Length,
                record.Length ?? record.Bytes.Length,
                record.Position ?? position,
            ];
            writer.Write(is64 ? uint.MaxValue : (uint)sizes[0]);
            writer.Write(is64 ? uint.MaxValue : (uint)sizes[1]);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)(is64 ? 28 : 0));
            writer.Write(new byte[10]);
            writer.Write(is64 ? uint.MaxValue : (uint)sizes[2]);
            writer.Write(name);
            if (is64)
            {
                writer.Write((ushort)1);
                writer.Write((ushort)24);
                writer.Write(sizes[1]);
                writer.Write(sizes[0]);
                writer.Write(sizes[2]);
            }
        }

        long end = stream.Position;
        if (is64)
        {
            writer.Write(0x06064B50);
            writer.Write(44L);
            writer.Write(new byte[12]);
            writer.Write((long)(count ?? _records.Count));
            writer.Write((long)(count ?? _records.Count));
            writer.Write(end - directory);
            writer.Write(directory);
            writer.Write(0x07064B50);
            writer.Write(0);
            writer.Write(end);
            writer.Write(1);
        }

        writer.Write(0x06054B50);
        writer.Write(0);
        writer.Write((ushort)(count ?? _records.Count));
        writer.Write((ushort)(count ?? _records.Count));
        writer.Write((uint)(end - directory));
        writer.Write((uint)directory);
        writer.Write((ushort)0);
        return stream.ToArray();
    }
}
