namespace ResNetGen.Generator.Plan;

/// <summary>
/// Which blocks take the images of a batch one by one. A whole batch of large maps falls out of the cache between two
/// layers, and one image's maps stay in it; where weights outweigh maps it is the other way round. Stages that do come
/// first: maps shrink and weights grow.
/// </summary>
internal static class Imagewise
{
    // A batch whose maps are smaller altogether stays in the cache anyway.
    private const long CacheFloats = 250_000;

    // A block writes its output and reads it again, and its weights pass by once: measured on ResNet-18 and ResNet-50
    // at batch 8.
    private const long MapsAgainstWeights = 2;

    // Weights of Winograd's F(4x4) for each pair of channels.
    private static readonly int WinogradPoints = WinogradLayout.WeightPoints(m: 4);

    /// <summary>Blocks, from the first, that take images one by one: none, the stem, or whole stages too.</summary>
    public static int Blocks(Spec spec, NetworkShape shape)
    {
        if (spec.Batch == 1 || !IsLarge(shape.Stem.Output))
        {
            return 0;
        }

        int blocks = 1;
        for (int stage = 1; stage <= shape.Stages.Count; stage++)
        {
            MapShape map = shape.Stages[stage - 1][0].Output;
            long weights = BlockShape.Of(spec, stage, index: 1, map).Convolutions.Sum(Weights);
            if (!IsLarge(map) || MapsAgainstWeights * map.Length < weights)
            {
                break;
            }

            blocks += shape.Stages[stage - 1].Count;
        }

        return blocks;

        bool IsLarge(MapShape map) => map.Length * spec.Batch > CacheFloats;
    }

    private static long Weights(ConvolutionNode node) =>
        (node.Kernel == 3 ? WinogradPoints : 1) * (node.Input.Channels / node.Groups * node.OutChannels);
}
