using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class WinogradAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        WinogradWeights.Pack(shape, m, weights, packed);
}
