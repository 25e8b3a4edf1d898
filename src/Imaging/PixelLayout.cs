namespace ResNetGen.Imaging;

/// <summary>
/// What stands where in the pixels of another program: 8 bits a sample, the samples of a pixel side by side, in the
/// order of the name.
/// </summary>
public enum PixelLayout
{
    /// <summary>1 byte a pixel: grey.</summary>
    Grey,

    /// <summary>3 bytes: red, green, blue.</summary>
    Rgb,

    /// <summary>3 bytes: blue, green, red (OpenCV, bitmaps of Windows).</summary>
    Bgr,

    /// <summary>4 bytes: red, green, blue, alpha. Alpha is dropped.</summary>
    Rgba,

    /// <summary>4 bytes: blue, green, red, alpha (bitmaps of Windows, cameras). Alpha is dropped.</summary>
    Bgra,

    /// <summary>4 bytes: alpha, red, green, blue. Alpha is dropped.</summary>
    Argb,
}
