using System.Buffers;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Opens the files of a checkpoint, each by its first bytes, and closes them together.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<string> _paths = [];

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
    public CheckpointContent ReadOne(string path)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are read on little-endian machines alone.");
        }

        MappedBytes source = MappedBytes.Open(path);
        _paths.Add(path);
        _open.Add(source);
        using MemoryHandle pin = source.Pin();
        FileBytes bytes = new(path, source, pin);
        ReadOnlySpan<byte> start = bytes.Slice(0, Math.Min(source.Length, 8), "the start of the file");
        return start.StartsWith(TorchArchive.Magic) ? TorchArchive.Read(bytes)
            : TorchLegacy.IsPickle(start) ? TorchLegacy.Read(bytes)
            : ReadSafetensors(path, source);
    }

    public void Dispose() => _open.ForEach(file => file.Dispose());

    private static CheckpointContent ReadSafetensors(string path, MappedBytes source)
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
