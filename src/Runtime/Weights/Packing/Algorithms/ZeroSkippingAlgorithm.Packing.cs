using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class ZeroSkippingAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        ChannelPacking.Each(shape, weights, packed, PackChannel);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackChannel(in ConvolutionShape shape, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int taps = shape.Kernel * shape.Kernel;
        for (int i = 0; i < channel.Length; i++)
        {
            (int input, int tap) = Math.DivRem(i, taps);
            packed[
                ZeroSkippingLayout.WeightsAt(output / Lanes, input, tap, shape.InChannels, taps) + (output % Lanes)
            ] = channel[i];
        }
    }
}
