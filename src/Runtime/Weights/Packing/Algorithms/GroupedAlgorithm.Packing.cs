using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class GroupedAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        ChannelPacking.Each(shape, weights, packed, PackChannel);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackChannel(in ConvolutionShape shape, int output, ReadOnlySpan<float> channel, float* packed)
    {
        int groupWidth = shape.InChannels / shape.Groups;
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
}
