namespace ResNetGen;

/// <summary>
/// One layer of a network. Layers name what they read, so that together they are the graph of the network.
/// </summary>
/// <param name="Name">PyTorch's name of the module, such as <c>layer1.0.conv1</c>: its parameters are <c>Name.weight</c>
/// and <c>Name.bias</c>.</param>
/// <param name="Block">The block that it is in, such as <c>layer1.0</c>; <c>stem</c> or <c>head</c> for the ends.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Input">The name of the layer that it reads; <see cref="Images"/> for the first.</param>
/// <param name="InChannels">Channels (features) in.</param>
/// <param name="OutChannels">Channels (features, classes) out.</param>
/// <param name="Height">Rows of its output.</param>
/// <param name="Width">Columns of its output.</param>
/// <param name="BatchNorm">The batch norm folded into it, such as <c>layer1.0.bn1</c>.</param>
/// <param name="Residual">The name of the layer whose output is added before the activation.</param>
/// <param name="Activation">What it does to its sums.</param>
/// <param name="Kernel">Rows and columns of its kernel; the padding is half of it.</param>
/// <param name="Stride">Rows and columns from one output pixel to the next, in its input.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="Algorithms">How a convolution is computed, on each width of vectors.</param>
public sealed partial record LayerInfo(
    string Name,
    string Block,
    LayerKind Kind,
    string Input,
    int InChannels,
    int OutChannels,
    int Height,
    int Width,
    string? BatchNorm = null,
    string? Residual = null,
    LayerActivation Activation = LayerActivation.None,
    int Kernel = 1,
    int Stride = 1,
    int Groups = 1,
    AlgorithmChoice? Algorithms = null
)
{
    /// <summary>What the first layer has for its <see cref="Input"/>: the caller's images.</summary>
    public const string Images = "images";

    /// <summary>Whether it has learned weights.</summary>
    public bool HasWeights => Kind is LayerKind.StemConvolution or LayerKind.Convolution or LayerKind.Linear;

    /// <summary>Whether it has a bias of its own; that of a convolution comes from its batch norm.</summary>
    public bool HasBias => HasWeights && BatchNorm is null;

    /// <summary>
    /// Learned values, as PyTorch counts them: those of the folded batch norm included, its running statistics not.
    /// </summary>
    public long Parameters => HasWeights ? Shape.Weights + (HasBias ? OutChannels : 2L * OutChannels) : 0;

    /// <summary>Products for one image.</summary>
    public long MultiplyAdds => HasWeights ? Shape.MultiplyAdds : 0;

    /// <summary>What algorithms must know of it.</summary>
    internal ConvolutionShape Shape =>
        new(
            InChannels,
            OutChannels,
            Height,
            Width,
            Kernel,
            Stride,
            Groups,
            Residual is not null,
            Kind == LayerKind.StemConvolution
        );
}
