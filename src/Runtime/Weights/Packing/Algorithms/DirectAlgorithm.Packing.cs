using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class DirectAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        ChannelPacking.Each(shape, weights, packed, PackChannel);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackChannel(in ConvolutionShape shape, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int taps = shape.Kernel * shape.Kernel;
        int groupInputs = shape.InChannels / shape.Groups;
        int inputBlocks = PackedLayout.InputBlocks(shape.InChannels, shape.OutChannels, shape.Groups);
        int outputBlock = output / Lanes;
        int group = output / (shape.OutChannels / shape.Groups);
        int firstInput =
            PackedLayout.FirstInputBlock(outputBlock, shape.InChannels, shape.OutChannels, shape.Groups, inputBlocks)
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
