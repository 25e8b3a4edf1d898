namespace ResNetGen.Zoo;

/// <summary>
/// A network of the <see cref="Catalog"/>. It costs nothing before its facts or its weights are asked for.
/// </summary>
public abstract class PublishedNetwork
{
    private protected PublishedNetwork(string name, DataSet dataSet, string description) =>
        (Name, DataSet, Description) = (name, dataSet, description);

    /// <summary>
    /// Its name on a command line: torchvision's, such as <c>resnext50_32x4d</c>; for CIFAR-10 the paper's, such as
    /// <c>resnet20</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>What it was published for.</summary>
    public DataSet DataSet { get; }

    /// <summary>What it is, in one line.</summary>
    public string Description { get; }

    /// <summary>Its facts: shapes, sizes, layers.</summary>
    public abstract ModelInfo Network { get; }

    /// <summary>Loads weights from a safetensors file with torchvision's names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that one run uses, the caller's included; no more than the process has
    /// processors.</param>
    /// <exception cref="Weights.WeightException">The file cannot be read or is another network's; the message says what
    /// to do.</exception>
    public abstract IImageClassifier Load(string path, int threads = 1);

    /// <summary>Loads weights from the bytes of a safetensors file.</summary>
    /// <param name="weights">The file's bytes.</param>
    /// <param name="threads">Threads that one run uses, the caller's included; no more than the process has
    /// processors.</param>
    /// <exception cref="Weights.WeightException">The bytes are not those of such a file, or not of this
    /// network.</exception>
    public abstract IImageClassifier Load(ReadOnlyMemory<byte> weights, int threads = 1);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>A network by its class: generic over it, so that neither reflection nor an instance is needed.</summary>
internal sealed class PublishedNetwork<TModel>(string name, DataSet dataSet, string description)
    : PublishedNetwork(name, dataSet, description)
    where TModel : class, IImageClassifier<TModel>
{
    public override ModelInfo Network => TModel.Network;

    public override IImageClassifier Load(string path, int threads = 1) => TModel.Load(path, threads);

    public override IImageClassifier Load(ReadOnlyMemory<byte> weights, int threads = 1) =>
        TModel.Load(weights, threads);
}
