namespace ResNetGen;

/// <summary>What an algorithm must know of a convolution. Padding is half the kernel.</summary>
/// <param name="InChannels">Channels of the input.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="Height">Rows of the output.</param>
/// <param name="Width">Columns of the output.</param>
/// <param name="Kernel">Rows and columns of the kernel.</param>
/// <param name="Stride">Rows and columns from one output pixel to the next, in the input.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="HasResidual">Whether a tensor is added to its output.</param>
/// <param name="FromPlanes">Whether it reads the planes of an image, not blocks of 16 channels.</param>
internal readonly record struct ConvolutionShape(
    int InChannels,
    int OutChannels,
    int Height,
    int Width,
    int Kernel = 1,
    int Stride = 1,
    int Groups = 1,
    bool HasResidual = false,
    bool FromPlanes = false
)
{
    /// <summary>Weights, as PyTorch counts them.</summary>
    public long Weights => (long)InChannels / Groups * OutChannels * Kernel * Kernel;

    /// <summary>Products of the definition, of one image.</summary>
    public long MultiplyAdds => Weights * Height * Width;

    /// <summary>Input channels in whole blocks of 16.</summary>
    public int PaddedIn => BlockedLayout.Blocks(InChannels) * BlockedLayout.Lanes;

    /// <summary>Output channels in whole blocks of 16.</summary>
    public int PaddedOut => BlockedLayout.Blocks(OutChannels) * BlockedLayout.Lanes;

    /// <summary>Whether channels and groups divide, so that there is such a convolution at all.</summary>
    public bool IsWhole =>
        InChannels > 0
        && OutChannels > 0
        && Kernel > 0
        && Groups > 0
        && InChannels % Groups == 0
        && OutChannels % Groups == 0;

    /// <summary>For messages: <c>from 64 to 128 channels in 1 group(s) with a kernel of 3</c>.</summary>
    public override string ToString() =>
        $"from {InChannels} to {OutChannels} channels in {Groups} group(s) with a kernel of {Kernel}";
}

/// <summary>Where a convolution's tensors are, as far as its scratch memory depends on it.</summary>
/// <param name="Images">Images of one call.</param>
/// <param name="InputHalo">Zeros round each plane of the input.</param>
/// <param name="OutputHalo">Zeros round each plane of the output.</param>
internal readonly record struct ConvolutionPlace(int Images, int InputHalo, int OutputHalo);
