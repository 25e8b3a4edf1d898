using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class StemWinogradAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed) =>
        WinogradWeights.PackStem(shape, weights, packed);
}
