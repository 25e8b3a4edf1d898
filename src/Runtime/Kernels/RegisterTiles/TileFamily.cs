namespace ResNetGen.Runtime;

/// <summary>
/// Register tiles of one shape, the inner loops of every convolution: the largest count of pixels, the output channels
/// of one tile, and the method, which is emitted.
/// </summary>
internal readonly unsafe partial struct TileFamily
{
    private const int Wide = RegisterTileSizes.Pixels;
    private const int Widest = RegisterTileSizes.MostPixels;
    private const int Narrow = RegisterTileSizes.NarrowPixels;

    private readonly delegate* <int, int, in Tile, void> _run;

    private TileFamily(delegate* <int, int, in Tile, void> run, int pixels, int channels)
    {
        _run = run;
        Pixels = pixels;
        Channels = channels;
    }

    /// <summary>The most pixels of a tile.</summary>
    public int Pixels { get; }

    /// <summary>Output channels of a tile: 32, 16 or 8.</summary>
    public int Channels { get; }

    /// <summary>
    /// The tiles for an input in planes, or in blocks of 16 channels. In planes, kernels of stride 1 are 3x3, of stride 2
    /// 7x7.
    /// </summary>
    /// <param name="width">The vectors.</param>
    /// <param name="planar">Whether the input lies in planes.</param>
    /// <param name="stride">Input pixels from one output pixel to the next: 1 or 2.</param>
    /// <param name="oneBlock">Whether one block of output channels is left, for which 512 bits have other tiles.</param>
    [RegisterTile(Bits = 512, Planar = false, Stride = 1, OneBlock = false, Vectors = 2, Pixels = Wide)]
    [RegisterTile(Bits = 512, Planar = false, Stride = 1, OneBlock = true, Vectors = 1, Pixels = Widest)]
    [RegisterTile(Bits = 256, Planar = false, Stride = 1, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Registers = 32, Planar = false, Stride = 1, Vectors = 4, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Planar = false, Stride = 1, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 512, Planar = false, Stride = 2, OneBlock = false, Vectors = 2, Pixels = Wide)]
    [RegisterTile(Bits = 512, Planar = false, Stride = 2, OneBlock = true, Vectors = 1, Pixels = Wide)]
    [RegisterTile(Bits = 256, Planar = false, Stride = 2, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Registers = 32, Planar = false, Stride = 2, Vectors = 4, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Planar = false, Stride = 2, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 512, Planar = true, Stride = 1, OneBlock = false, Vectors = 2, Pixels = Wide)]
    [RegisterTile(Bits = 512, Planar = true, Stride = 1, OneBlock = true, Vectors = 1, Pixels = Wide)]
    [RegisterTile(Bits = 256, Planar = true, Stride = 1, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Registers = 32, Planar = true, Stride = 1, Vectors = 4, Pixels = Narrow, Run = 3)]
    [RegisterTile(Bits = 128, Planar = true, Stride = 1, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 512, Planar = true, Stride = 2, OneBlock = false, Vectors = 2, Pixels = Wide)]
    [RegisterTile(Bits = 512, Planar = true, Stride = 2, OneBlock = true, Vectors = 1, Pixels = Wide)]
    [RegisterTile(Bits = 256, Planar = true, Stride = 2, Vectors = 2, Pixels = Narrow)]
    [RegisterTile(Bits = 128, Registers = 32, Planar = true, Stride = 2, Vectors = 4, Pixels = Narrow, Run = 7)]
    [RegisterTile(Bits = 128, Planar = true, Stride = 2, Vectors = 2, Pixels = Narrow)]
    public static partial TileFamily For(VectorWidth width, bool planar, int stride, bool oneBlock);

    /// <summary>Tiles of a row of pixels.</summary>
    public int Tiles(int width) => (width + Pixels - 1) / Pixels;

    /// <summary>The cut of a row of pixels in tiles; <paramref name="last"/> again if that has as many.</summary>
    public TileRow RowOf(int width, TileRow last = default) => width == last.Width ? last : new(width, Tiles(width));

    /// <summary>Runs a row of pixels; <paramref name="tile"/> is used up.</summary>
    public void RunRow(ref Tile tile, int width, int pixelStep) => RunRow(ref tile, RowOf(width), pixelStep);

    /// <summary>Runs a row of pixels; <paramref name="tile"/> is used up.</summary>
    public void RunRow(ref Tile tile, TileRow row, int pixelStep)
    {
        if (row.Longer > 0)
        {
            RunTiles(ref tile, row.Pixels + 1, row.Longer, pixelStep);
        }

        RunTiles(ref tile, row.Pixels, row.Tiles - row.Longer, pixelStep);
    }

    /// <summary>Runs so many tiles of so many pixels; <paramref name="tile"/> moves behind them.</summary>
    public void RunTiles(ref Tile tile, int pixels, int tiles, int pixelStep)
    {
        _run(pixels, tiles, in tile);
        int all = pixels * tiles;
        tile.Input += all * pixelStep;
        tile.Weights += tiles * tile.WeightsTile;
        tile.Ahead += tiles * tile.AheadTile;
        tile.Start += all * tile.StartPixel;
        tile.Output += all * BlockedLayout.Lanes;
        if (tile.Residual != null)
        {
            tile.Residual += all * BlockedLayout.Lanes;
        }
    }
}
