namespace ResNetGen.Weights;

/// <summary>
/// Writes a layer's folded parameters in the order in which its kernel reads them (see <see cref="PackedLayout"/>). The
/// destination is zeroed.
/// </summary>
internal static unsafe class WeightPacker
{
    /// <summary>Packs a layer.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="weights">Its folded parameters.</param>
    /// <param name="block">The block of packed weights.</param>
    public static void Pack(PackedSlot slot, LayerWeights weights, float* block)
    {
        PackBias(weights, block + slot.Start);
        slot.Algorithm.Pack(slot.Layer.Shape, new FoldedChannels(weights), block + slot.WeightsStart);
    }

    /// <summary>Packs a layer's bias.</summary>
    public static void PackBias(LayerWeights weights, float* destination)
    {
        for (int output = 0; output < weights.OutputChannels; output++)
        {
            destination[output] = (float)weights.Bias[output];
        }
    }
}
