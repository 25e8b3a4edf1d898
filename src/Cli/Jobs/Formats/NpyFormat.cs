using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNetGen.Cli.Jobs.Formats;

/// <summary>
/// An array of NumPy, <c>[row][value]</c> of 32-bit floats, and the paths of the rows in a text file, a line each. Source:
/// NEP 1, version 1.0 of the format.
/// </summary>
internal sealed class NpyFormat : PartFormat
{
    private const string PathsEnding = ".paths.txt";

    // Magic, version and length of the header; the array begins at a multiple of 64.
    private const int PrefixLength = 10;
    private const int Alignment = 64;

    public override string Extension => ".npy";

    public override IReadOnlyList<string> Companions => [PathsEnding];

    public override bool HoldsAllClasses => true;

    public override string? CannotHold(string path) =>
        path.AsSpan().ContainsAny('\n', '\r')
            ? $"{path}: its name has a line break, and {PathsEnding[1..]} has a path a line. Rename it, or write .parquet or .jsonl."
            : null;

    public override void Write(Stream stream, JobDescription job, IEnumerable<PartRow> rows)
    {
        stream.Write(Header(job));
        foreach (PartRow row in rows)
        {
            stream.Write(MemoryMarshal.AsBytes(row.Values.AsSpan()));
        }
    }

    public override void WriteCompanion(string ending, Stream stream, IEnumerable<PartRow> rows)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        foreach (PartRow row in rows)
        {
            writer.WriteLine(row.Path);
        }
    }

    public override IEnumerable<PartRow> Read(PartFiles part, JobDescription job)
    {
        using FileStream stream = File.OpenRead(part.Rows);
        byte[] header = Header(job);
        byte[] found = new byte[header.Length];
        long expected = header.Length + ((job.Rows ?? 0) * job.Length * sizeof(float));
        if (
            stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) < found.Length
            || !found.AsSpan().SequenceEqual(header)
            || stream.Length != expected
        )
        {
            throw new InvalidDataException(
                $"{stream.Length} bytes of another array are found, and {expected} of {job.Rows} x {job.Length} floats expected"
            );
        }

        foreach (string path in File.ReadLines(part.Beside(PathsEnding)))
        {
            float[] values = new float[job.Length];
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new InvalidDataException($"it has fewer rows than {part.Beside(PathsEnding)} has lines");
            }

            yield return new PartRow(path, 0, values, []);
        }
    }

    private static byte[] Header(JobDescription job)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({job.Rows}, {job.Length}), }}"
        );
        int length = (PrefixLength + text.Length + 1 + Alignment - 1) / Alignment * Alignment - PrefixLength;
        byte[] header =
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)length,
            (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n'),
        ];
        return header;
    }
}
