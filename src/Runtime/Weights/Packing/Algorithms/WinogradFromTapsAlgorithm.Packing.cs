using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class WinogradFromTapsAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        Direct.Pack(shape, weights, packed);
}
