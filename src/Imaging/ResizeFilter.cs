namespace ResNetGen.Imaging;

/// <summary>
/// How a resize weighs the pixels around a sample: Pillow's filters of the same names, always antialiased.
/// </summary>
public enum ResizeFilter
{
    /// <summary>
    /// Triangle, one source pixel (upwards) or one destination pixel (downwards) to each side. torchvision's default.
    /// </summary>
    Bilinear,

    /// <summary>Cubic convolution with a = -0.5, two pixels to each side. timm's default.</summary>
    Bicubic,
}
