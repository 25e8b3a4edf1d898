namespace ResNetGen.Imaging;

/// <summary>What a picture file may ask for; read from its header, before anything is allocated.</summary>
internal static class PictureLimits
{
    /// <summary>
    /// Unless a caller has another limit: Pillow's own, which refuses pictures beyond twice
    /// <c>Image.MAX_IMAGE_PIXELS</c> as decompression bombs.
    /// </summary>
    public const long Pixels = 178_956_970;

    /// <summary>Three channels of so many pixels are the longest array.</summary>
    public const long MostPixels = 715_827_863;

    /// <summary>The longest side. With it a row of a file, of which decoders keep a few, has 8 MiB at most.</summary>
    public const long Side = 1 << 20;

    /// <summary>The most bytes of a file.</summary>
    public const long FileBytes = 1 << 29;
}
