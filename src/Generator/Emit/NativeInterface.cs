using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// The C interface of one network: what both the exported functions and their header are written from.
/// </summary>
internal sealed record NativeInterface
{
    /// <summary>What the names of functions and types begin with.</summary>
    public required string Prefix { get; init; }

    /// <summary>The class, as code writes it wherever it stands.</summary>
    public required string ClassName { get; init; }

    /// <summary>The class and its attribute, for the head of the header.</summary>
    public required string Origin { get; init; }

    public required int InputChannels { get; init; }
    public required int InputHeight { get; init; }
    public required int InputWidth { get; init; }
    public required int MaxBatch { get; init; }

    /// <summary>0 without a classifier: then there are no functions that need one.</summary>
    public required int Classes { get; init; }
    public required int EmbeddingLength { get; init; }

    /// <summary>
    /// Whether the class has weights within itself, and so a <c>LoadEmbedded(int threads)</c>: adds
    /// <c>create_embedded</c>.
    /// </summary>
    public bool HasEmbeddedWeights { get; init; }

    /// <summary>What the names of constants begin with.</summary>
    public string Constants => Prefix.ToUpperInvariant();

    public string HeaderName => Prefix + ".h";

    /// <summary>The handle.</summary>
    public string Model => Prefix + "_model";

    public bool HasClassifier => Classes > 0;

    public long InputLength => (long)InputChannels * InputHeight * InputWidth;

    /// <summary>The interface that a network declares, or none.</summary>
    public static NativeInterface? Of(NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        return spec.NativeExport is not { } prefix
            ? null
            : new NativeInterface
            {
                Prefix = prefix,
                ClassName = spec.Class.GlobalName,
                Origin = $"{spec.Declaration} on {spec.Class.FullName}",
                InputChannels = spec.InputChannels,
                InputHeight = spec.InputHeight,
                InputWidth = spec.InputWidth,
                MaxBatch = spec.Batch,
                Classes = spec.Classes,
                EmbeddingLength = plan.Info.EmbeddingLength,
                HasEmbeddedWeights = spec.HasEmbeddedWeights,
            };
    }
}
