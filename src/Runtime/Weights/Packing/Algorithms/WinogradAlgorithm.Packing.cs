using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class WinogradAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        WinogradWeights.Pack(shape, block, m, weights, packed);
}
