using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>
/// Writes folded parameters in the order in which kernels read them (see <see cref="PackedLayout"/>). The destination is
/// zeroed.
/// </summary>
internal static unsafe class WeightPacker
{
    /// <summary>Packs layers, on all processors.</summary>
    /// <param name="slots">Their places.</param>
    /// <param name="bound">Their tensors. What is packed of the file is let go.</param>
    /// <param name="block">The block of packed weights.</param>
    /// <exception cref="WeightFileException">A value is no finite number: the first one, in the order of
    /// layers.</exception>
    public static void Pack(IReadOnlyCollection<PackedSlot> slots, BoundWeights bound, float* block)
    {
        using MemoryHandle pin = bound.File.Pin();
        byte* file = (byte*)pin.Pointer;
        Dictionary<string, Lazy<LayerWeights>> folded = slots.ToDictionary(
            slot => slot.Layer.Name,
            slot => new Lazy<LayerWeights>(() => WeightLoader.Fold(bound, slot.Layer))
        );
        PackingWork.Run(
            slots,
            (slot, first, end) =>
            {
                LayerWeights weights = folded[slot.Layer.Name].Value;
                FoldedChannels channels = new(weights, file);
                if (first == 0)
                {
                    PackBias(weights, block + slot.Start);
                }

                for (int output = first; output < end; output++)
                {
                    slot.Algorithm.Pack(slot.Layer.Shape, output, channels, block + slot.WeightsStart);
                }

                int channel = first * BlockedLayout.Lanes;
                weights.LetGo(channel, Math.Min(end * BlockedLayout.Lanes, weights.OutputChannels) - channel);
            }
        );
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
