using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>Where emitted code has what the runtime reads. Offsets are in floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelLayout
{
    /// <summary>The version that the class was generated for; a runtime of another one does not load it.</summary>
    public required int Version { get; init; }

    /// <summary>Floats of packed weights that the code reads, on vectors of 128, 256 and 512 bits.</summary>
    public required IReadOnlyList<long> WeightFloats { get; init; }

    /// <summary>Where the pooled features are in the workspace.</summary>
    public required long EmbeddingOffset { get; init; }

    /// <summary>Where the result of a whole run is in the workspace: the logits, or without a classifier the pooled
    /// features.</summary>
    public required long ResultOffset { get; init; }

    /// <summary>Where the feature maps are in the workspace, and the zeros round their planes.</summary>
    public required IReadOnlyList<(long Offset, int Halo)> FeatureMaps { get; init; }
}
