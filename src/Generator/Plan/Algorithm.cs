namespace ResNetGen.Generator.Plan;

/// <summary>How a convolution between blocked activations is computed.</summary>
internal enum Algorithm
{
    /// <summary>Sums over the taps, in the order of the definition.</summary>
    Direct,

    /// <summary>Sums over the taps of groups narrower than a vector, several of them side by side.</summary>
    Grouped,

    /// <summary>Direct sums over the inputs that are not zero.</summary>
    ZeroSkipping,

    /// <summary>Winograd's F(2x2,3x3).</summary>
    Winograd2,

    /// <summary>Winograd's F(4x4,3x3).</summary>
    Winograd4,

    /// <summary>Winograd's F(4x4,3x3), from weights that stay taps until they are multiplied.</summary>
    Winograd4FromTaps,

    /// <summary>Stride 2: Winograd's F(2x2,2x2) for the even pixels, sums over the taps for the others.</summary>
    WinogradStride2,

    /// <summary>Stride 2: Winograd's F(4x4,2x2) for the even pixels, sums over the taps for the others.</summary>
    Winograd4Stride2,

    /// <summary>Winograd's F(4x4,4x4) over the phases of the image, of a 7x7 stem with stride 2.</summary>
    StemWinograd,
}

/// <summary>What the algorithms differ in.</summary>
internal static class Algorithms
{
    /// <summary>Rows and columns of a square of outputs under Winograd with transformed weights; 0 without.</summary>
    public static int OutputTile(this Algorithm algorithm) =>
        algorithm switch
        {
            Algorithm.Winograd2 or Algorithm.WinogradStride2 => 2,
            Algorithm.Winograd4 or Algorithm.Winograd4Stride2 => 4,
            _ => 0,
        };
}
