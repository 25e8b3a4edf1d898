namespace ResNetGen.Imaging;

/// <summary>What a picture file may ask for; read from its header, before anything is allocated.</summary>
internal static class PictureLimits
{
    /// <summary>
    /// Pillow's own: it refuses pictures beyond twice <c>Image.MAX_IMAGE_PIXELS</c> as decompression bombs. Three channels of it stay below
    /// 2 GiB, the longest array.
    /// </summary>
    public const long Pixels = 178_956_970;

    /// <summary>The longest side that the decoder takes.</summary>
    public const long Side = 1 << 24;

    /// <summary>The most bytes of a file: its copies, twice as long, must still fit an array.</summary>
    public const long FileBytes = 1 << 29;
}
