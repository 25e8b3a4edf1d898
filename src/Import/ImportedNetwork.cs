using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// The network of a <see cref="Checkpoint"/>: how to declare it, and its weights under the names that the declared
/// class reads. It is a view of the checkpoint, which must stay open.
/// </summary>
public sealed class ImportedNetwork
{
    internal ImportedNetwork(
        Checkpoint checkpoint,
        NetworkDeclaration declaration,
        IReadOnlyList<ImportedTensor> tensors
    )
    {
        Checkpoint = checkpoint;
        Declaration = declaration;
        Tensors = tensors;
    }

    /// <summary>What it was recognised in.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>
    /// Paths of all files that it was read from: those of the checkpoint, and those beside it that say more of the
    /// network.
    /// </summary>
    public IReadOnlyList<string> Files => [.. Checkpoint.Files, .. Checkpoint.SideFiles];

    /// <summary>The attribute that declares it.</summary>
    public NetworkDeclaration Declaration { get; }

    /// <summary>Its weights by torchvision's names, in the order of the layers.</summary>
    public IReadOnlyList<ImportedTensor> Tensors { get; }

    /// <summary>Names of the checkpoint's tensors that are no part of the network, in the order of the
    /// checkpoint.</summary>
    public IReadOnlyList<string> LeftOut { get; internal init; } = [];

    /// <summary>
    /// What the checkpoint does not tell and was assumed, a sentence each, with the option that says otherwise.
    /// </summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>
    /// Which properties of <see cref="Declaration"/> the checkpoint does not tell, nor the options: they were assumed.
    /// </summary>
    public IReadOnlyList<string> Assumed { get; internal init; } = [];

    /// <summary>What its classes are called; empty if nothing says so.</summary>
    public IReadOnlyList<string> Labels { get; internal init; } = [];

    /// <summary>How its pictures are prepared; <see langword="null"/> if nothing says so.</summary>
    public Preprocessing? Preprocessing { get; internal init; }

    /// <summary>Recognises the network of a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="options">What the user knows.</param>
    /// <exception cref="WeightFileException">It is no ResNet, one that no attribute declares, or not told enough of;
    /// the message says what was found, what was expected and what to do.</exception>
    public static ImportedNetwork Recognise(Checkpoint checkpoint, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        options ??= new();
        if (checkpoint.Network is not null && (options.Prefix is not null || options.Ignore.Count > 0))
        {
            throw new WeightFileException(
                checkpoint.Name,
                "it is a graph, which tells the tensors of its network, and some were to be chosen by their names",
                "Leave out --prefix and --ignore."
            );
        }

        return checkpoint.Network is { } graph
            ? GraphRecogniser.Recognise(checkpoint, graph, options)
            : TensorRecogniser.Recognise(checkpoint, options);
    }

    /// <summary>
    /// Whether a network computes what this one does: the same layers with the same strides, paddings and shortcuts,
    /// for images of the same size. What was assumed of this one is taken as it is there.
    /// </summary>
    /// <param name="network">The network.</param>
    public bool Computes(ModelInfo network)
    {
        ArgumentNullException.ThrowIfNull(network);
        IEnumerable<BottleneckStride> strides = Assumed.Contains(nameof(Declaration.BottleneckStride))
            ? Enum.GetValues<BottleneckStride>()
            : [Declaration.BottleneckStride];
        return strides.Any(stride =>
            Bare(NetworkClass.Plan(Declaration with { BottleneckStride = stride }, "Network"))
                .SequenceEqual(Bare(network))
        );

        static IEnumerable<LayerInfo> Bare(ModelInfo info) =>
            info.Layers.Select(layer => layer with { Algorithms = null });
    }

    /// <summary>
    /// Writes the weights as safetensors, for <c>Load</c> of the declared class. The file is written beside its place
    /// and moved there whole. Equal input gives equal bytes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <exception cref="IOException">Something is there already, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void WriteSafetensors(string path, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriter.Write(path, Tensors.Select(tensor => tensor.Values), overwrite);
    }

    /// <summary>Writes the weights as safetensors into a stream.</summary>
    /// <param name="stream">Written to from where it is.</param>
    /// <exception cref="IOException">It cannot be written to.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void WriteSafetensors(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, Tensors.Select(tensor => tensor.Values));
    }
}
