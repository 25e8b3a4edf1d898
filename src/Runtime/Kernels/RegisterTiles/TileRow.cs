namespace ResNetGen.Runtime;

/// <summary>A row of pixels in tiles that differ by one pixel at most.</summary>
internal readonly struct TileRow
{
    public TileRow(int width, int tiles)
    {
        (Width, Tiles) = (width, tiles);
        (Pixels, Longer) = Math.DivRem(width, tiles);
    }

    public int Width { get; }

    public int Tiles { get; }

    /// <summary>Pixels of the shorter tiles.</summary>
    public int Pixels { get; }

    /// <summary>Tiles that have one more, which come first.</summary>
    public int Longer { get; }
}
