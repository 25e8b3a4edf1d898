using System.Buffers;
using System.Buffers.Binary;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Opens the files of a checkpoint, each by its first bytes, and closes them together.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<string> _paths = [];
    private bool _isInMemory;

    /// <summary>The files that were read, in the order of reading.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Reads a file, or the files that an index or a folder names.</summary>
    /// <exception cref="WeightFileException">It cannot be read.</exception>
    public CheckpointContent Read(string path) =>
        Directory.Exists(path) ? SplitCheckpoint.ReadFolder(this, path)
        : SplitCheckpoint.IsIndex(path) ? SplitCheckpoint.ReadIndex(this, path)
        : ReadOne(path);

    /// <summary>Notes a file that was read elsewhere.</summary>
    public void Note(string path) => _paths.Add(path);

    /// <summary>Reads one file.</summary>
    /// <exception cref="WeightFileException">It cannot be read.</exception>
    public CheckpointContent ReadOne(string path) => ReadFrom(path, Map(path));

    /// <summary>Reads the bytes of one file, which can name no others.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="WeightFileException">They cannot be read.</exception>
    public CheckpointContent Read(string name, ReadOnlyMemory<byte> bytes)
    {
        _isInMemory = true;
        MemoryBytes source = new(bytes);
        _open.Add(source);
        return ReadFrom(name, source);
    }

    /// <summary>Maps a file, until all are closed.</summary>
    /// <exception cref="WeightFileException">It cannot be read.</exception>
    public MappedBytes Map(string path)
    {
        if (_isInMemory)
        {
            throw new WeightFileException(
                path,
                "a checkpoint in memory names this file, and its values may lie in it",
                "Open the checkpoint by its path, beside which its other files are."
            );
        }

        MappedBytes source = MappedBytes.Open(path);
        _paths.Add(path);
        _open.Add(source);
        return source;
    }

    public void Dispose() => _open.ForEach(file => file.Dispose());

    private CheckpointContent ReadFrom(string path, ByteSource source)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are read on little-endian machines alone.");
        }

        using MemoryHandle pin = source.Pin();
        FileBytes bytes = new(path, source, pin);
        ReadOnlySpan<byte> start = bytes.Slice(
            0,
            Math.Min(source.Length, ForeignFormat.Needed),
            "the start of the file"
        );
        return start.StartsWith(TorchArchive.Magic) ? TorchArchive.Read(bytes)
            : TorchLegacy.IsPickle(start) ? TorchLegacy.Read(bytes)
            : ForeignFormat.IsTorchSharp(start) ? TorchSharpFile.Read(bytes)
            : OnnxFile.Is(path, start) ? OnnxFile.Read(this, bytes)
            : IsNothingKnown(path, start)
                ? throw new WeightFileException(
                    path,
                    "the file is in no format that is known",
                    $"Files are read that have {CheckpointFormats.All}."
                )
            : ReadSafetensors(path, source);
    }

    // What is meant as safetensors, or is known and not read, has an error of its own.
    private static bool IsNothingKnown(string path, ReadOnlySpan<byte> start) =>
        !start.IsEmpty
        && !path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        && !(
            start.Length > sizeof(ulong)
            && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsFile.LongestHeader
            && start[sizeof(ulong)] == '{'
        )
        && ForeignFormat.Recognise(path, start) is null;

    private static CheckpointContent ReadSafetensors(string path, ByteSource source)
    {
        SafetensorsFile file = SafetensorsFile.Read(path, source);
        return new(
            CheckpointFormat.Safetensors,
            [
                .. file.Tensors.Select(tensor => new CheckpointTensor(
                    source,
                    tensor.Name,
                    tensor.DataType,
                    tensor.Shape,
                    tensor.ElementCount,
                    StridedValues.Contiguous(tensor.Position, TensorDataTypes.Bits(tensor.DataType))
                )),
            ],
            file.Metadata
        );
    }
}
