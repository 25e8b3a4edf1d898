namespace ResNetGen.Imaging.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum JpegColour
{
    Grey,
    Rgb,

    /// <summary>Luma, blue and red difference, of the full range (JFIF).</summary>
    YCbCr,

    /// <summary>Inks, inverted as Adobe writes them.</summary>
    Cmyk,

    /// <summary>Cyan, magenta and yellow as luma and differences, and black.</summary>
    Ycck,
}
