using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>How the input of a convolution lies in memory: it decides which register tiles can read it.</summary>
internal enum TileInput
{
    /// <summary>Blocked by 16 channels, stride 1.</summary>
    Blocked,

    /// <summary>Blocked by 16 channels, stride 2.</summary>
    BlockedStride2,

    /// <summary>Planes, stride 1.</summary>
    Planar,

    /// <summary>Planes, stride 2.</summary>
    PlanarStride2,
}

/// <summary>
/// Register tiles of one shape: the largest count of pixels, the output channels of one tile, and the method.
/// </summary>
internal readonly unsafe struct TileFamily
{
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

    /// <summary>The tiles for a vector width; with one block left, 512 bits have narrower ones.</summary>
    public static TileFamily For(VectorWidth width, TileInput input, bool oneBlock)
    {
        // The hardware tests are constants, so that an ahead-of-time compiler drops the widths it cannot use.
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            return (input, oneBlock) switch
            {
                (TileInput.Blocked, false) => new(&ConvolutionTiles.Blocked512x2, 14, 32),
                (TileInput.Blocked, true) => new(&ConvolutionTiles.Blocked512x1, 28, 16),
                (TileInput.BlockedStride2, false) => new(&ConvolutionTiles.BlockedStride2512x2, 14, 32),
                (TileInput.BlockedStride2, true) => new(&ConvolutionTiles.BlockedStride2512x1, 14, 16),
                (TileInput.Planar, false) => new(&ConvolutionTiles.Planar512x2, 14, 32),
                (TileInput.Planar, true) => new(&ConvolutionTiles.Planar512x1, 14, 16),
                (TileInput.PlanarStride2, false) => new(&ConvolutionTiles.PlanarStride2512x2, 14, 32),
                (TileInput.PlanarStride2, true) => new(&ConvolutionTiles.PlanarStride2512x1, 14, 16),
                _ => throw new UnreachableException(),
            };
        }

        if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            return input switch
            {
                TileInput.Blocked => new(&ConvolutionTiles.Blocked256x2, 6, 16),
                TileInput.BlockedStride2 => new(&ConvolutionTiles.BlockedStride2256x2, 6, 16),
                TileInput.Planar => new(&ConvolutionTiles.Planar256x2, 6, 16),
                TileInput.PlanarStride2 => new(&ConvolutionTiles.PlanarStride2256x2, 6, 16),
                _ => throw new UnreachableException(),
            };
        }

        return input switch
        {
            TileInput.Blocked => new(&ConvolutionTiles.Blocked128x2, 6, 8),
            TileInput.BlockedStride2 => new(&ConvolutionTiles.BlockedStride2128x2, 6, 8),
            TileInput.Planar => new(&ConvolutionTiles.Planar128x2, 6, 8),
            TileInput.PlanarStride2 => new(&ConvolutionTiles.PlanarStride2128x2, 6, 8),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Tiles of a row of pixels.</summary>
    public int Tiles(int width) => (width + Pixels - 1) / Pixels;

    /// <summary>
    /// Runs a row of <paramref name="width"/> pixels in tiles that differ by one pixel at most; <paramref name="tile"/>
    /// is used up.
    /// </summary>
    public void RunRow(ref Tile tile, int width, int pixelStep)
    {
        int tiles = Tiles(width);
        int pixels = Math.DivRem(width, tiles, out int longer);
        if (longer > 0)
        {
            RunTiles(ref tile, pixels + 1, longer, pixelStep);
        }

        RunTiles(ref tile, pixels, tiles - longer, pixelStep);
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
