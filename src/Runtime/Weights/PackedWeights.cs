namespace ResNetGen.Weights;

/// <summary>
/// Packed files: weights folded, transformed and in the order in which a network's kernels read them. <c>Load</c> takes them as it takes safetensors,
/// and uses them where they are mapped: nothing is read before it is needed, and all processes share it.
/// </summary>
/// <example><code>
/// PackedWeights.Pack&lt;Classifier&gt;("resnet18.safetensors", "resnet18.packed");
/// using Classifier model = Classifier.Load("resnet18.packed");
/// </code></example>
public static class PackedWeights
{
    /// <summary>Packs the weights of a network.</summary>
    /// <typeparam name="TModel">The network.</typeparam>
    /// <inheritdoc cref="Pack(ModelInfo, string, string, WeightStorage, IProgress{double}?, CancellationToken)"/>
    public static void Pack<TModel>(
        string safetensors,
        string packed,
        WeightStorage storage = WeightStorage.F32,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : class, IImageModel<TModel> => Pack(TModel.Network, safetensors, packed, storage, progress, cancellationToken);

    /// <summary>Packs the weights of a network. The same weights give the same bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="safetensors">A safetensors file with torchvision's names.</param>
    /// <param name="packed">The file to write: beside its place, then moved there whole. A packed file there is replaced, nothing else is.</param>
    /// <param name="storage">How weights are stored.</param>
    /// <param name="progress">Told, on this thread, which share of the work is done.</param>
    /// <param name="cancellationToken">Ends the work; nothing stays behind.</param>
    /// <exception cref="ArgumentException"><paramref name="network"/> is not what a generated class says of itself.</exception>
    /// <exception cref="WeightException">The safetensors file cannot be read, is not this network's, or has values that cannot be stored so.</exception>
    /// <exception cref="IOException">The packed file cannot be written, or would replace something else.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write the packed file.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Pack(
        ModelInfo network,
        string safetensors,
        string packed,
        WeightStorage storage = WeightStorage.F32,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(packed);
        if (!Enum.IsDefined(storage))
        {
            throw new ArgumentOutOfRangeException(nameof(storage), storage, "Weights are stored in F32, BF16 or F16.");
        }

        using SafetensorsFile file = SafetensorsFile.Open(safetensors);
        TargetFile.Write(
            packed, stream => PackedWriter.Write(network, file, part => PackedChoice.For(part, storage), stream, progress, cancellationToken));
    }

    /// <summary>Reads a whole packed file and holds it against its checksums, as <c>Load</c> does with its header alone.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says of itself.</returns>
    /// <exception cref="WeightFileException">It cannot be read, is no packed file of this version, or is damaged.</exception>
    public static PackedWeightsInfo Verify(string path)
    {
        using PackedFile file = WeightSource.OpenPacked(path);
        file.Verify();
        return new PackedWeightsInfo(file.Header.Model, file.Header.Declaration, file.Header.Storage, file.Length);
    }
}
