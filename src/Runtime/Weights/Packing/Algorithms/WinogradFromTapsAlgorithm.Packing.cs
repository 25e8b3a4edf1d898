using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class WinogradFromTapsAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        Direct.Pack(shape, block, weights, packed);
}
