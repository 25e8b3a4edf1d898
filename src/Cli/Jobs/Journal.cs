using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// What is done of a job, in a file that only grows: a record for each picture, with a hash behind it. A record that was cut
/// short by a crash is found by that, and taken off.
/// </summary>
/// <remarks>A record: length of the content (4 bytes), content, XXH3 of the content (8 bytes), little-endian.</remarks>
internal sealed class Journal : IDisposable
{
    private const int HashLength = sizeof(ulong);
    private const int LongestRecord = 1 << 28;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly MemoryStream _content = new();
    private readonly BinaryWriter _writer;

    /// <summary>Opens it, at the end of what is whole.</summary>
    public Journal(string path, CancellationToken stop)
    {
        _path = path;
        _writer = new BinaryWriter(_content, Encoding.UTF8);
        long whole = 0;
        if (File.Exists(path))
        {
            foreach ((PartRow row, long end) in Records(path))
            {
                stop.ThrowIfCancellationRequested();
                Count(row);
                whole = end;
            }
        }

        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _stream.SetLength(whole);
        _stream.Position = whole;
    }

    /// <summary>Pictures with a row.</summary>
    public long Rows { get; private set; }

    /// <summary>Pictures that cannot be used.</summary>
    public long Failed { get; private set; }

    /// <summary>The last picture with a row; <see langword="null"/> if there is none.</summary>
    public string? LastGood { get; private set; }

    /// <summary>Adds what is known of the next picture.</summary>
    public void Add(PartRow row)
    {
        _content.SetLength(0);
        _writer.Write(row.Path);
        _writer.Write((ulong)(row.ContentHash >> 64));
        _writer.Write((ulong)row.ContentHash);
        _writer.Write(row.Problem ?? "");
        _writer.Write(row.Classes.Length);
        _writer.Write(MemoryMarshal.AsBytes(row.Classes.AsSpan()));
        _writer.Write(row.Values.Length);
        _writer.Write(MemoryMarshal.AsBytes(row.Values.AsSpan()));
        ReadOnlySpan<byte> content = _content.GetBuffer().AsSpan(0, (int)_content.Length);
        Span<byte> number = stackalloc byte[HashLength];
        BinaryPrimitives.WriteInt32LittleEndian(number, content.Length);
        _stream.Write(number[..sizeof(int)]);
        _stream.Write(content);
        BinaryPrimitives.WriteUInt64LittleEndian(number, XxHash3.HashToUInt64(content));
        _stream.Write(number);
        Count(row);
    }

    /// <summary>Gives it to the operating system, so that only the machine's end can lose it.</summary>
    /// <param name="toDisk">Whether it is written to the disk, so that nothing can.</param>
    public void Flush(bool toDisk) => _stream.Flush(toDisk);

    /// <summary>All pictures, in their order.</summary>
    public IEnumerable<PartRow> Read()
    {
        _stream.Flush();
        long count = 0;
        foreach ((PartRow row, _) in Records(_path))
        {
            count++;
            yield return row;
        }

        if (count != Rows + Failed)
        {
            throw new IOException($"{_path}: its records cannot be read again behind the first {count}.");
        }
    }

    /// <summary>Closes it. A record that finds no room any more is taken off when it is opened.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception noRoom) when (noRoom is IOException || FileSizeLimit.Is(noRoom))
        {
            // Flush has told it, or nobody asked for what is lost.
        }

        _writer.Dispose();
    }

    private void Count(PartRow row)
    {
        if (row.Problem is null)
        {
            Rows++;
            LastGood = row.Path;
        }
        else
        {
            Failed++;
        }
    }

    private static IEnumerable<(PartRow Row, long End)> Records(string path)
    {
        // Whoever writes it has it open.
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        byte[] number = new byte[HashLength];
        while (TryRead(stream, number.AsSpan(0, sizeof(int))))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(number);
            if (length is <= 0 or > LongestRecord || length > stream.Length - stream.Position)
            {
                yield break;
            }

            byte[] content = new byte[length];
            if (
                !TryRead(stream, content)
                || !TryRead(stream, number)
                || XxHash3.HashToUInt64(content) != BinaryPrimitives.ReadUInt64LittleEndian(number)
            )
            {
                yield break;
            }

            yield return (Row(content), stream.Position);
        }
    }

    private static bool TryRead(FileStream stream, Span<byte> bytes) =>
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static PartRow Row(byte[] content)
    {
        using BinaryReader reader = new(new MemoryStream(content), Encoding.UTF8);
        string path = reader.ReadString();
        UInt128 hash = new(reader.ReadUInt64(), reader.ReadUInt64());
        string problem = reader.ReadString();
        int[] classes = new int[reader.ReadInt32()];
        reader.ReadExactly(MemoryMarshal.AsBytes(classes.AsSpan()));
        float[] values = new float[reader.ReadInt32()];
        reader.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new PartRow(path, hash, values, classes, problem.Length == 0 ? null : problem);
    }
}
