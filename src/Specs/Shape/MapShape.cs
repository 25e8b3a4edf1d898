namespace ResNetGen;

/// <summary>A tensor between two layers: channels, rows, columns of one image.</summary>
internal readonly record struct MapShape(long Channels, long Height, long Width)
{
    /// <summary>
    /// The map behind a window: all of them pad by half their kernel, so that only the stride counts.
    /// </summary>
    public MapShape Behind(long channels, int stride) =>
        new(channels, ((Height - 1) / stride) + 1, ((Width - 1) / stride) + 1);

    /// <summary>Values.</summary>
    public long Length => Channels * Height * Width;

    /// <summary>Floats with channels in blocks of 16 and a halo of a pixel, as a rough measure of memory.</summary>
    public long Padded => (Channels + 15) / 16 * 16 * (Height + 2) * (Width + 2);
}
