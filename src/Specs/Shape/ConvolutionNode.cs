namespace ResNetGen;

/// <summary>A convolution of the declared network, its batch norm with it.</summary>
/// <param name="Name">PyTorch's name: <c>conv1</c>, <c>layer1.0.downsample.0</c>.</param>
/// <param name="BatchNorm">PyTorch's name of the batch norm.</param>
/// <param name="Input">What it reads.</param>
/// <param name="OutChannels">Channels that it writes.</param>
/// <param name="Kernel">Rows and columns of its kernel.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
internal sealed record ConvolutionNode(
    string Name,
    string BatchNorm,
    MapShape Input,
    long OutChannels,
    int Kernel,
    int Stride = 1,
    int Groups = 1
)
{
    /// <summary>What it writes.</summary>
    public MapShape Output => Input.Behind(OutChannels, Stride);

    /// <summary>Weights, scale and shift of the batch norm.</summary>
    public long Parameters => (Input.Channels / Groups * OutChannels * Kernel * Kernel) + (2 * OutChannels);
}
