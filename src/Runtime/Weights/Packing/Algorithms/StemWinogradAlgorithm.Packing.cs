using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class StemWinogradAlgorithm
{
    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        WinogradWeights.PackStem(shape, block, weights, packed);
}
