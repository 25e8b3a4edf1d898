using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class GroupedAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        ChannelLines.Pack(shape, block, weights, packed, PackLines);

    // All inputs of the narrow groups come at once. Optimised from the start: a loop as long as the weights runs before
    // the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLines(
        in ConvolutionShape shape,
        int block,
        int input,
        ReadOnlySpan<float> lines,
        float* packed
    )
    {
        int groupWidth = shape.InChannels / shape.Groups;
        for (int lane = 0; lane < Lanes; lane++)
        {
            float* target = packed + (block * 9 * groupWidth * Lanes) + lane;
            for (int rotation = 0; rotation < groupWidth; rotation++)
            {
                int rotated = GroupedLayout.Rotate(lane, rotation, groupWidth) % groupWidth;
                for (int tap = 0; tap < 9; tap++)
                {
                    (int row, int column) = Math.DivRem(tap, 3);
                    target[((((row * groupWidth) + rotation) * 3) + column) * Lanes] = lines[
                        (((rotated * 9) + tap) * Lanes) + lane
                    ];
                }
            }
        }
    }
}
