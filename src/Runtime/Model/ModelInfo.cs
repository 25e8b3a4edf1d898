namespace ResNetGen;

/// <summary>The facts of a network, as the generator derived them from its declaration.</summary>
public sealed class ModelInfo
{
    /// <summary>Full name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>The attribute that declared it.</summary>
    public required string Declaration { get; init; }

    /// <summary>Classes: the length of one image's logits.</summary>
    public required int Classes { get; init; }

    /// <summary>Planes of an image.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Rows of an image, in pixels.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Columns of an image, in pixels.</summary>
    public required int InputWidth { get; init; }

    /// <summary>The most images one call takes.</summary>
    public required int Batch { get; init; }

    /// <summary>Features before the classifier.</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Learned values, as PyTorch counts them: without the running statistics of batch norm.</summary>
    public required long Parameters { get; init; }

    /// <summary>Products in convolutions and the classifier for one image, as papers count "FLOPs".</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>
    /// Bytes of activations, for a full batch: what each fork owns. With several threads, and <see cref="Batch"/> at
    /// least as many, each thread owns as much, of which it uses what its part of the images needs.
    /// </summary>
    public required long WorkspaceBytes { get; init; }

    /// <summary>Bytes that each thread of a run needs for itself, beside the workspace.</summary>
    public required long ScratchBytes { get; init; }

    /// <summary>Bytes of the packed weights, which forks share.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>
    /// The feature maps that <see cref="IImageModel.FeatureMap"/> gives, in the order in which they are computed.
    /// </summary>
    public required IReadOnlyList<FeatureMapInfo> FeatureMaps { get; init; }

    /// <summary>The layers, in the order in which they run.</summary>
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>
    /// Floats of one image: <see cref="InputChannels"/> * <see cref="InputHeight"/> * <see cref="InputWidth"/>.
    /// </summary>
    public int InputLength => InputChannels * InputHeight * InputWidth;

    /// <summary>Where the pooled features are in the workspace, in floats.</summary>
    public required long EmbeddingOffset { get; init; }

    /// <summary>Where the logits are in the workspace, in floats.</summary>
    public required long LogitsOffset { get; init; }

    /// <summary>
    /// The layout of weights and workspace that the class was generated for; a runtime with another one does not load
    /// it.
    /// </summary>
    public required int LayoutVersion { get; init; }
}
