using System.Runtime.CompilerServices;

namespace ResNetGen.Weights;

/// <summary>
/// Writes a layer's folded parameters in the order in which its kernel reads them (see <see cref="PackedLayout"/>). The
/// destination is zeroed.
/// </summary>
internal static unsafe class WeightPacker
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Packs one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Its folded parameters.</param>
    /// <param name="destination">The layer's part of the packed weights.</param>
    public static void Pack(LayerInfo layer, LayerWeights weights, float* destination)
    {
        PackBias(layer, weights, destination);
        PackWeights(layer, weights, destination + PackedLayout.Bias(layer.OutChannels));
    }

    /// <summary>Packs a layer's bias.</summary>
    public static void PackBias(LayerInfo layer, LayerWeights weights, float* destination)
    {
        for (int output = 0; output < layer.OutChannels; output++)
        {
            destination[output] = (float)weights.Bias[output];
        }
    }

    /// <summary>Packs a layer's weights, which follow the bias.</summary>
    public static void PackWeights(LayerInfo layer, LayerWeights weights, float* packed)
    {
        if (layer.OutputTile > 0)
        {
            WinogradWeights.Pack(layer, weights, packed);
            return;
        }

        float[] channel = new float[weights.ChannelLength];
        for (int output = 0; output < layer.OutChannels; output++)
        {
            weights.ReadChannels(output, 1, channel);
            if (layer.Kind == LayerKind.StemConvolution)
            {
                PackPlanar(output, channel, packed);
            }
            else if (layer.Algorithm == ConvolutionAlgorithm.Grouped)
            {
                PackGrouped(layer, output, channel, packed);
            }
            else if (layer.Algorithm == ConvolutionAlgorithm.ZeroSkipping)
            {
                PackZeroSkipping(layer, output, channel, packed);
            }
            else
            {
                PackBlocked(layer, output, channel, packed);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackPlanar(int output, ReadOnlySpan<float> channel, float* packed)
    {
        float* target = packed + ((long)(output / Lanes) * channel.Length * Lanes) + (output % Lanes);
        for (int i = 0; i < channel.Length; i++)
        {
            target[i * Lanes] = channel[i];
        }
    }

    private static void PackGrouped(LayerInfo layer, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int groupWidth = layer.InChannels / layer.Groups;
        int lane = output % Lanes;
        float* target = packed + (output / Lanes * 9 * groupWidth * Lanes) + lane;
        for (int rotation = 0; rotation < groupWidth; rotation++)
        {
            int input = GroupedLayout.Rotate(lane, rotation, groupWidth) % groupWidth;
            for (int tap = 0; tap < 9; tap++)
            {
                (int row, int column) = Math.DivRem(tap, 3);
                target[((((row * groupWidth) + rotation) * 3) + column) * Lanes] = channel[(input * 9) + tap];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackZeroSkipping(LayerInfo layer, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int taps = layer.Kernel * layer.Kernel;
        for (int i = 0; i < channel.Length; i++)
        {
            (int input, int tap) = Math.DivRem(i, taps);
            packed[
                ZeroSkippingLayout.WeightsAt(output / Lanes, input, tap, layer.InChannels, taps) + (output % Lanes)
            ] = channel[i];
        }
    }

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackBlocked(LayerInfo layer, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int taps = layer.Kernel * layer.Kernel;
        int groupInputs = layer.InChannels / layer.Groups;
        int inputBlocks = PackedLayout.InputBlocks(layer.InChannels, layer.OutChannels, layer.Groups);
        int outputBlock = output / Lanes;
        int group = output / (layer.OutChannels / layer.Groups);
        int firstInput =
            PackedLayout.FirstInputBlock(outputBlock, layer.InChannels, layer.OutChannels, layer.Groups, inputBlocks)
            * Lanes;
        float* target = packed + ((long)outputBlock * inputBlocks * taps * Lanes * Lanes) + (output % Lanes);
        for (int i = 0; i < groupInputs; i++)
        {
            int input = (group * groupInputs) + i - firstInput;
            float* inputTarget = target + (((input / Lanes * taps * Lanes) + (input % Lanes)) * Lanes);
            for (int tap = 0; tap < taps; tap++)
            {
                inputTarget[tap * Lanes * Lanes] = channel[(i * taps) + tap];
            }
        }
    }
}
