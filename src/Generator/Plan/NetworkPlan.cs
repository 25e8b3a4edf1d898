using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// A network with every decision taken: layers, shapes, algorithms, where each activation and each weight is.
/// </summary>
internal sealed class NetworkPlan
{
    public required Spec Spec { get; init; }

    /// <summary>Stem, residual blocks and head, in the order in which they run.</summary>
    public required ImmutableArray<BlockPlan> Blocks { get; init; }

    /// <summary>Blocks, from the first, that take the images of a batch one by one.</summary>
    public required int ImagewiseBlocks { get; init; }

    /// <summary>Feature maps that a caller can ask for, in the order in which they are computed.</summary>
    public required ImmutableArray<FeatureMap> FeatureMaps { get; init; }

    /// <summary>The pooled features before the classifier.</summary>
    public required Features Embedding { get; init; }

    public required Features Logits { get; init; }

    public required long WorkspaceFloats { get; init; }

    /// <summary>What each worker needs for itself: the most that any layer asks for.</summary>
    public long ScratchFloats => Operations.Max(operation => operation.WorkerScratch);

    public required long WeightFloats { get; init; }

    public IEnumerable<Operation> Operations => Blocks.SelectMany(block => block.Operations);

    public IEnumerable<BlockPlan> Stage(int stage) => Blocks.Where(block => block.Stage == stage);

    public long Parameters => Operations.Sum(operation => operation.Parameters);

    public long MultiplyAdds => Operations.Sum(operation => operation.MultiplyAdds);
}

/// <summary>A part of the network that becomes one method.</summary>
/// <param name="Name">PyTorch's name, such as <c>layer1.0</c>; <c>stem</c> and <c>head</c> for the ends.</param>
/// <param name="Stage">1, 2, ... for residual blocks; 0 for the stem, -1 for the head.</param>
/// <param name="Phases">Operations between two barriers: those of one phase do not depend on each other.</param>
internal sealed record BlockPlan(string Name, int Stage, ImmutableArray<ImmutableArray<Operation>> Phases)
{
    public IEnumerable<Operation> Operations => Phases.SelectMany(phase => phase);

    /// <summary>
    /// What the block's input passes on its way to the sum, beside the first convolution; <see langword="null"/> for
    /// identity.
    /// </summary>
    public Operation? Shortcut => Phases[0].Skip(1).FirstOrDefault();
}

/// <summary>An activation that a caller can ask for by its PyTorch name.</summary>
internal sealed record FeatureMap(string Name, Activation Activation);
