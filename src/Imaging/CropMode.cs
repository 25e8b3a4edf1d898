namespace ResNetGen.Imaging;

/// <summary>What of a picture a network sees, in timm's words.</summary>
public enum CropMode
{
    /// <summary>The middle: the shorter side is resized, and what is beyond the crop is cut off.</summary>
    Center,

    /// <summary>
    /// The whole picture: it is resized so that it just fits into the crop, and stands in its middle. What is left free
    /// has the level of <see cref="Preprocessing.Background"/>.
    /// </summary>
    Border,
}
