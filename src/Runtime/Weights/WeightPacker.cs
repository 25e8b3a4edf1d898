using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>Writes a layer's folded parameters in the order in which its kernel reads them (see <see cref="PackedLayout"/>). The destination is zeroed.</summary>
internal static unsafe class WeightPacker
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Packs one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">PyTorch's order: <c>[out][in / groups][row][column]</c>.</param>
    /// <param name="bias"><c>[out]</c>.</param>
    /// <param name="destination">The layer's part of the packed weights.</param>
    public static void Pack(LayerInfo layer, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias, float* destination)
    {
        for (int output = 0; output < bias.Length; output++)
        {
            destination[output] = (float)bias[output];
        }

        float* packed = destination + PackedLayout.Bias(layer.OutChannels);
        if (layer.Kind == LayerKind.StemConvolution)
        {
            PackPlanar(layer, weights, packed);
        }
        else
        {
            PackBlocked(layer, weights, packed);
        }
    }

    private static void PackPlanar(LayerInfo layer, ReadOnlySpan<double> weights, float* packed)
    {
        int inputs = layer.InChannels * layer.Kernel * layer.Kernel;
        for (int output = 0; output < layer.OutChannels; output++)
        {
            float* target = packed + ((long)output / Lanes * inputs * Lanes) + (output % Lanes);
            ReadOnlySpan<double> row = weights.Slice(output * inputs, inputs);
            for (int i = 0; i < inputs; i++)
            {
                target[i * Lanes] = (float)row[i];
            }
        }
    }

    private static void PackBlocked(LayerInfo layer, ReadOnlySpan<double> weights, float* packed)
    {
        int taps = layer.Kernel * layer.Kernel;
        int groupInputs = layer.InChannels / layer.Groups;
        int groupOutputs = layer.OutChannels / layer.Groups;
        int inputBlocks = PackedLayout.InputBlocks(layer.InChannels, layer.OutChannels, layer.Groups);
        for (int output = 0; output < layer.OutChannels; output++)
        {
            int outputBlock = output / Lanes;
            int firstInput = PackedLayout.FirstInputBlock(outputBlock, layer.InChannels, layer.OutChannels, layer.Groups, inputBlocks) * Lanes;
            float* target = packed + ((long)outputBlock * inputBlocks * taps * Lanes * Lanes) + (output % Lanes);
            ReadOnlySpan<double> row = weights.Slice(output * groupInputs * taps, groupInputs * taps);
            for (int i = 0; i < groupInputs; i++)
            {
                int input = (output / groupOutputs * groupInputs) + i - firstInput;
                float* inputTarget = target + (((input / Lanes * taps * Lanes) + (input % Lanes)) * Lanes);
                for (int tap = 0; tap < taps; tap++)
                {
                    inputTarget[tap * Lanes * Lanes] = (float)row[(i * taps) + tap];
                }
            }
        }
    }
}
