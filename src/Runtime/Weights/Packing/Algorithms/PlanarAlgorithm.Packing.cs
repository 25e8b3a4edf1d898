using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class PlanarAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        ChannelLines.Pack(shape, block, weights, packed, PackLines);

    private static void PackLines(
        in ConvolutionShape shape,
        int block,
        int input,
        ReadOnlySpan<float> lines,
        float* packed
    )
    {
        int first = ((block * shape.InChannels) + input) * shape.Kernel * shape.Kernel;
        lines.CopyTo(new(packed + (first * Lanes), lines.Length));
    }
}
