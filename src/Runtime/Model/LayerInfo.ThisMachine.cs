using ResNetGen.Runtime;

namespace ResNetGen;

public sealed partial record LayerInfo
{
    /// <summary>
    /// How a convolution is computed on the vectors of this machine; <see langword="null"/> for other layers.
    /// </summary>
    public ConvolutionAlgorithm? Algorithm => Algorithms?[VectorWidths.Widest];
}
