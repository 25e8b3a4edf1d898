namespace ResNetGen.Generator.Plan;

/// <summary>How a convolution between blocked activations is computed.</summary>
internal enum Algorithm
{
    /// <summary>Sums over the taps, in the order of the definition.</summary>
    Direct,

    /// <summary>Sums over the taps of groups narrower than a vector, several of them side by side.</summary>
    Grouped,

    /// <summary>Winograd's F(2x2,3x3).</summary>
    Winograd2,

    /// <summary>Winograd's F(4x4,3x3).</summary>
    Winograd4,

    /// <summary>Winograd's F(4x4,4x4) over the phases of the image, of a 7x7 stem with stride 2.</summary>
    StemWinograd,
}
