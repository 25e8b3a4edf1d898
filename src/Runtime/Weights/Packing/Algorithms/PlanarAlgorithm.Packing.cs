using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class PlanarAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        ChannelPacking.Each(shape, weights, packed, PackChannel);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackChannel(in ConvolutionShape shape, int output, ReadOnlySpan<float> channel, float* packed)
    {
        float* target = packed + ((long)(output / Lanes) * channel.Length * Lanes) + (output % Lanes);
        for (int i = 0; i < channel.Length; i++)
        {
            target[i * Lanes] = channel[i];
        }
    }
}
