using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>The network as operations and what they read, before anything is decided.</summary>
/// <param name="Blocks">Stem, residual blocks and head, in the order in which they run.</param>
/// <param name="FeatureMaps">Activations that a caller can ask for, in the order in which they are computed.</param>
/// <param name="Embedding">The pooled features.</param>
internal sealed record NetworkGraph(
    ImmutableArray<BlockGraph> Blocks,
    ImmutableArray<FeatureMap> FeatureMaps,
    Features Embedding
)
{
    /// <summary>What the network ends with: the logits, or without a classifier the embedding.</summary>
    public Buffer Result => Blocks[Blocks.Length - 1].Output;

    public IEnumerable<Operation> Operations => Blocks.SelectMany(block => block.Operations);

    /// <summary>The graph of a shape.</summary>
    public static NetworkGraph Of(NetworkShape shape)
    {
        (BlockGraph stem, IEnumerable<FeatureMap> maps) = StemBlock.Of(shape);
        List<BlockGraph> blocks = [stem];
        List<FeatureMap> featureMaps = [.. maps];
        Activation x = (Activation)stem.Output;
        for (int stage = 1; stage <= shape.Stages.Count; stage++)
        {
            foreach (BlockShape block in shape.Stages[stage - 1])
            {
                blocks.Add(ResidualBlock.Of(block, stage, x));
                x = (Activation)blocks[blocks.Count - 1].Output;
            }

            featureMaps.Add(new FeatureMap($"layer{stage}", x));
        }

        (BlockGraph head, Features embedding) = HeadBlock.Of(shape, x);
        return new([.. blocks, head], [.. featureMaps], embedding);
    }
}

/// <summary>An activation that a caller can ask for by its PyTorch name.</summary>
internal sealed record FeatureMap(string Name, Activation Activation);
