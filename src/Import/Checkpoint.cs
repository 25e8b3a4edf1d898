using System.Diagnostics.CodeAnalysis;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Trained weights as people have them, opened for reading: safetensors, in one file or several, what PyTorch's
/// <c>torch.save</c> and <c>torch.jit.save</c> write, and ONNX models. Opening reads names, types and shapes, and
/// checks that all values are there; values are read when asked for, from where they lie.
/// </summary>
/// <remarks>
/// Nothing in a file is executed: of a pickle, only descriptions of tensors, containers, text and numbers are taken.
/// Files are mapped into memory. They must not be cut short by another process while they are open: the system ends a
/// process that touches a page that is gone. Reading from several threads at once is safe.
/// </remarks>
public sealed class Checkpoint : IDisposable
{
    private readonly CheckpointFiles _files;
    private readonly Dictionary<string, CheckpointTensor> _byName;

    private Checkpoint(string name, CheckpointFiles files, CheckpointContent content)
    {
        Name = name;
        _files = files;
        Format = content.Format;
        Tensors = content.Tensors;
        Metadata = content.Metadata;
        Network = content.Network;
        _byName = content.Tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path as it was given; for messages.</summary>
    public string Name { get; }

    /// <summary>
    /// Paths of all files that it was read from: the one that was named, or the index and the parts that it names.
    /// Empty if it was read from memory.
    /// </summary>
    public IReadOnlyList<string> Files => _files.Paths;

    /// <summary>Paths of the files beside it that may say more of its network: <c>config.json</c> and the like.</summary>
    public IReadOnlyList<string> SideFiles => [.. ConfigFiles.Paths(this)];

    /// <summary>How it is stored.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>
    /// All tensors: weights, and what else was saved with them, such as the state of an optimizer. In the order of the
    /// file; several files in the order of their index.
    /// </summary>
    public IReadOnlyList<CheckpointTensor> Tensors { get; }

    /// <summary>
    /// What its writer noted: of safetensors <c>__metadata__</c>, of several files also that of their index; of PyTorch
    /// the text and the numbers beside the tensors, such as <c>epoch</c>; of ONNX who wrote it, the versions of its
    /// operators and <c>metadata_props</c>. Often empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What is computed with the tensors; <see langword="null"/> if the checkpoint does not tell.</summary>
    internal OnnxNetwork? Network { get; }

    /// <summary>Opens a checkpoint, whose format its first bytes tell. Nothing stays open when it throws.</summary>
    /// <param name="path">A file, the index of several files (<c>*.index.json</c>), or a folder with a
    /// <c>model.safetensors</c>, a <c>pytorch_model.bin</c>, their index, or a <c>model.onnx</c>.</param>
    /// <exception cref="WeightFileException">There is no such file, it cannot be read, it is damaged, or its tensors
    /// depend on a class that this reader does not know.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(path, files => files.Read(path));
    }

    /// <summary>Opens the bytes of a file. One that needs other files, such as ONNX with external data, is
    /// refused.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="bytes">The bytes. They must not change while the checkpoint is open.</param>
    /// <exception cref="WeightFileException">They are damaged, need other files, or their tensors depend on a class
    /// that this reader does not know.</exception>
    public static Checkpoint Open(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Open(name, files => files.Read(name, bytes));
    }

    /// <summary>Looks a tensor up by its name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out CheckpointTensor? tensor) =>
        _byName.TryGetValue(name, out tensor);

    /// <summary>
    /// Reads values of a tensor as float32, from the value at <paramref name="first"/>, as many as the destination
    /// holds. The last extent of the shape runs fastest, however the values are stored. F64 is rounded to the nearest
    /// float32; what is beyond its range becomes infinity. The other types convert exactly.
    /// </summary>
    /// <param name="tensor">A tensor of this checkpoint.</param>
    /// <param name="destination">Filled.</param>
    /// <param name="first">How many values to skip.</param>
    /// <exception cref="WeightFileException">The tensor's type is not F32, F16, BF16 or F64.</exception>
    /// <exception cref="ArgumentException">The tensor is of another checkpoint, or has fewer values.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void ReadSingle(CheckpointTensor tensor, Span<float> destination, long first = 0)
    {
        CheckReadable(tensor, first, destination.Length);
        TensorDataType type = tensor.DataType;
        TensorCopy.ForEachBlock(
            tensor,
            first,
            destination,
            (bytes, values) => ValueConversion.ToSingle(type, bytes, values)
        );
    }

    /// <summary>
    /// Reads values of a tensor as float64, exactly, from the value at <paramref name="first"/>, as many as the
    /// destination holds. The last extent of the shape runs fastest, however the values are stored.
    /// </summary>
    /// <inheritdoc cref="ReadSingle"/>
    public void ReadDouble(CheckpointTensor tensor, Span<double> destination, long first = 0)
    {
        CheckReadable(tensor, first, destination.Length);
        TensorDataType type = tensor.DataType;
        TensorCopy.ForEachBlock(
            tensor,
            first,
            destination,
            (bytes, values) => ValueConversion.ToDouble(type, bytes, values)
        );
    }

    /// <summary>
    /// Writes tensors into a safetensors file, with names of one's choice. Types and values stay as they are; views of
    /// a larger storage are written without what lies between their values. Equal input gives equal bytes.
    /// </summary>
    /// <remarks>The file is written beside its place and moved there whole: nothing half-written is ever
    /// there.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="names">For each tensor to be written, its name in the file, and its name here. A tensor may be
    /// written more than once.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced, also one of those that are
    /// read.</param>
    /// <exception cref="ArgumentException">There is no such tensor here, or a name cannot be written.</exception>
    /// <exception cref="IOException">Something is there already, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void WriteSafetensors(string path, IReadOnlyDictionary<string, string> names, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(names);
        SafetensorsWriter.Write(
            path,
            [
                .. names.Select(pair =>
                    ImportedTensor
                        .Copy(
                            pair.Key,
                            _byName.GetValueOrDefault(pair.Value)
                                ?? throw new ArgumentException($"{Name} has no tensor \"{pair.Value}\".", nameof(names))
                        )
                        .Values
                ),
            ],
            overwrite
        );
    }

    /// <summary>Closes the files. Values that were read before stay valid: they are copies.</summary>
    public void Dispose() => _files.Dispose();

    private static Checkpoint Open(string name, Func<CheckpointFiles, CheckpointContent> read)
    {
        CheckpointFiles files = new();
        try
        {
            return new(name, files, read(files));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private void CheckReadable(CheckpointTensor tensor, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (_byName.GetValueOrDefault(tensor.Name) != tensor)
        {
            throw new ArgumentException($"{tensor.Name} is a tensor of another checkpoint.", nameof(tensor));
        }

        if (!tensor.IsReadable)
        {
            throw new WeightFileException(
                Name,
                $"tensor {Quoted.Text(tensor.Name)} is {TensorDataTypes.Name(tensor.DataType)}; "
                    + $"weights are read from {TensorDataTypes.Readable}",
                "Convert it before saving, in PyTorch with .float().",
                tensor.Name
            );
        }

        if (first < 0 || count > tensor.ElementCount - first)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first),
                first,
                $"{count} values from value {first} on are not in {tensor}, which has {tensor.ElementCount}."
            );
        }
    }
}
