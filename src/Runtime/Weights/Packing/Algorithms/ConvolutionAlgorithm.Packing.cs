using ResNetGen.Weights;

namespace ResNetGen;

public abstract unsafe partial class ConvolutionAlgorithm
{
    /// <summary>Packs the weights of an output block in the order in which the kernel reads them.</summary>
    /// <param name="shape">The layer.</param>
    /// <param name="block">The block of 16 output channels.</param>
    /// <param name="weights">The layer's folded weights.</param>
    /// <param name="packed">The layer's place behind the bias; zeroed.</param>
    internal abstract void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed);
}
