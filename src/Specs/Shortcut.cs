namespace ResNetGen;

/// <summary>
/// How the input of a residual block reaches its sum (He et al. 2015, section 4.1, options A, B and C).
/// </summary>
public enum Shortcut
{
    /// <summary>
    /// Option B, and torchvision's: identity, and a 1x1 convolution with batch norm where the shape changes.
    /// </summary>
    Projection,

    /// <summary>Option C: a 1x1 convolution with batch norm in every block.</summary>
    ProjectionAlways,

    /// <summary>
    /// Option A: identity; where the shape changes, every second row and column, and zero channels: half of the new
    /// ones (rounded down) before the old ones and the rest after them. No parameters.
    /// </summary>
    ZeroPad,
}
