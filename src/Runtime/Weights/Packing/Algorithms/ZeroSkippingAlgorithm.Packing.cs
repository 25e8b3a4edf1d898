using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class ZeroSkippingAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        ChannelLines.Pack(shape, block, weights, packed, PackLines);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLines(
        in ConvolutionShape shape,
        int block,
        int input,
        ReadOnlySpan<float> lines,
        float* packed
    )
    {
        int taps = shape.Kernel * shape.Kernel;
        for (; !lines.IsEmpty; input++)
        {
            for (int tap = 0; tap < taps; tap++, lines = lines[Lanes..])
            {
                long line = ZeroSkippingLayout.WeightsAt(block, input, tap, shape.InChannels, taps);
                lines[..Lanes].CopyTo(new(packed + line, Lanes));
            }
        }
    }
}
