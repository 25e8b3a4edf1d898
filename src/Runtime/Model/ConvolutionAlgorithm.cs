namespace ResNetGen;

/// <summary>How a convolution is computed, and so how its weights are packed.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>Not a convolution between blocked activations.</summary>
    None,

    /// <summary>Sums over the taps, in the order of the definition.</summary>
    Direct,

    /// <summary>Sums over the taps of groups narrower than a vector, several of them side by side.</summary>
    Grouped,

    /// <summary>Winograd's F(2x2,3x3): 16 products for 4 outputs instead of 36 (Lavin and Gray 2015).</summary>
    Winograd2,

    /// <summary>Winograd's F(4x4,3x3): 36 products for 16 outputs instead of 144 (Lavin and Gray 2015).</summary>
    Winograd4,

    /// <summary>
    /// Winograd's F(2x2,2x2) for the even pixels of a 3x3 convolution with stride 2, and sums over the taps for the
    /// others: 25 products for 4 outputs instead of 36.
    /// </summary>
    WinogradStride2,

    /// <summary>
    /// Winograd's F(4x4,4x4) over the four phases of the image, of even and odd rows and columns: 196 products for 16
    /// outputs of a 7x7 stem with stride 2 instead of 784 (Lavin and Gray 2015).
    /// </summary>
    StemWinograd,

    /// <summary>
    /// <see cref="Winograd4"/> for maps of few squares, whose weights stay taps until they are multiplied: 9 floats for
    /// each pair of channels come from memory instead of 36.
    /// </summary>
    Winograd4FromTaps,

    /// <summary>
    /// Winograd's F(4x4,2x2) for the even pixels of a 3x3 convolution with stride 2, and sums over the taps for the
    /// others: 81 products for 16 outputs instead of 144.
    /// </summary>
    Winograd4Stride2,

    /// <summary>
    /// Sums over the taps and the inputs that are not zero, of which ReLU leaves about half: the more zeros an image
    /// gives, the less time it takes.
    /// </summary>
    ZeroSkipping,
}
