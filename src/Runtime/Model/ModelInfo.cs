using System.ComponentModel;
using ResNetGen.Runtime;

namespace ResNetGen;

/// <summary>The facts of a network, as the generator derived them from its declaration.</summary>
public sealed partial class ModelInfo
{
    /// <summary>Full name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>The attribute that declared it.</summary>
    public required string Declaration { get; init; }

    /// <summary>Classes: the length of one image's logits; 0 without a classifier.</summary>
    public required int Classes { get; init; }

    /// <summary>Whether it ends with a classifier; otherwise with its features (<c>Classes = 0</c>).</summary>
    public bool HasClassifier => Classes > 0;

    /// <summary>Planes of an image.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Rows of an image, in pixels.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Columns of an image, in pixels.</summary>
    public required int InputWidth { get; init; }

    /// <summary>The most images one call takes.</summary>
    public required int Batch { get; init; }

    /// <summary>Features of an image: what the classifier sees, where there is one.</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Values for an image of what the network ends with: its logits, or without a classifier its
    /// features.</summary>
    public int ResultLength => HasClassifier ? Classes : EmbeddingLength;

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

    /// <summary>The feature maps that the network gives, in the order in which they are computed.</summary>
    public required IReadOnlyList<FeatureMapInfo> FeatureMaps { get; init; }

    /// <summary>The layers, in the order in which they run.</summary>
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>Floats of one image: channels x rows x columns.</summary>
    public int InputLength => InputChannels * InputHeight * InputWidth;

    /// <summary>Where the class's code has what the runtime reads: for that code alone.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public required ModelLayout Layout { get; init; }
}
