namespace ResNetGen;

/// <summary>One layer of a network.</summary>
/// <param name="Name">PyTorch's name of the module, such as <c>layer1.0.conv1</c>: its parameters are
/// <c>Name.weight</c> and <c>Name.bias</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="InChannels">Channels (features) in.</param>
/// <param name="OutChannels">Channels (features, classes) out.</param>
/// <param name="Height">Rows of its output.</param>
/// <param name="Width">Columns of its output.</param>
/// <param name="BatchNorm">The batch norm folded into it, such as <c>layer1.0.bn1</c>.</param>
/// <param name="Kernel">Rows and columns of its kernel.</param>
/// <param name="Stride">Rows and columns from one output pixel to the next, in its input.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="Algorithm">How a convolution is computed.</param>
/// <param name="WeightsOffset">Where its packed parameters begin, in floats.</param>
public sealed record LayerInfo(
    string Name,
    LayerKind Kind,
    int InChannels,
    int OutChannels,
    int Height,
    int Width,
    string? BatchNorm = null,
    int Kernel = 1,
    int Stride = 1,
    int Groups = 1,
    ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.None,
    long WeightsOffset = 0
)
{
    /// <summary>Whether it has learned weights.</summary>
    public bool HasWeights => Kind is LayerKind.StemConvolution or LayerKind.Convolution or LayerKind.Linear;

    /// <summary>Rows and columns of a square of outputs under Winograd with transformed weights; 0 without.</summary>
    internal int OutputTile =>
        Algorithm switch
        {
            ConvolutionAlgorithm.Winograd2 or ConvolutionAlgorithm.WinogradStride2 => 2,
            ConvolutionAlgorithm.Winograd4 or ConvolutionAlgorithm.Winograd4Stride2 => 4,
            ConvolutionAlgorithm.StemWinograd => StemWinogradLayout.Outputs,
            _ => 0,
        };

    /// <summary>
    /// Learned values, as PyTorch counts them: those of the folded batch norm included, its running statistics not.
    /// </summary>
    public long Parameters =>
        !HasWeights ? 0 : WeightCount + (Kind == LayerKind.Linear ? OutChannels : 2L * OutChannels);

    /// <summary>Products for one image.</summary>
    public long MultiplyAdds => HasWeights ? WeightCount * Height * Width : 0;

    private long WeightCount => (long)InChannels / Groups * OutChannels * Kernel * Kernel;
}
