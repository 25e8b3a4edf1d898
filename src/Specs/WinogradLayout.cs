namespace ResNetGen;

/// <summary>
/// Sizes of a 3x3 convolution by Winograd's minimal filtering (Lavin and Gray 2015): outputs in squares of m x m, each from (m + 2) x (m + 2) products.
/// Shared by the generator, which gives it memory, and the runtime, which runs it. Sizes are in floats.
/// </summary>
internal static class WinogradLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    // What of a second-level cache of 1 MiB is left for transformed inputs, or for weights.
    private const long CacheFloats = 200_000;

    /// <summary>Output blocks that are computed in one go.</summary>
    public const int SliceBlocks = 2;

    /// <summary>Products for each square of outputs.</summary>
    public static int Points(int m) => (m + 2) * (m + 2);

    /// <summary>Squares of outputs in an image.</summary>
    public static int Tiles(int m, int height, int width) => ((height + m - 1) / m) * ((width + m - 1) / m);

    /// <summary>Transformed weights: <c>[output block][point][input][16 outputs]</c>.</summary>
    public static long Weights(int m, int inChannels, int outChannels) =>
        (long)Points(m) * BlockedLayout.Blocks(outChannels) * BlockedLayout.Blocks(inChannels) * Lanes * Lanes;

    /// <summary>Transformed inputs of so many tiles: <c>[point][input block][tile][16]</c>.</summary>
    public static long Inputs(int m, int inChannels, long tiles) => Points(m) * (long)BlockedLayout.Blocks(inChannels) * tiles * Lanes;

    /// <summary>Products of one slice of output blocks, before the output transform: <c>[point][block][tile][16]</c>.</summary>
    public static long Products(int m, long tiles) => Points(m) * SliceBlocks * tiles * Lanes;

    /// <summary>
    /// Whether the inputs of all tiles are transformed first, for all workers, and the weights pass by once; otherwise the tiles are taken in
    /// blocks that stay in the cache, and the weights pass by for each block. Whichever moves less.
    /// </summary>
    public static bool TransformsAllFirst(int m, int inChannels, int outChannels, long tiles)
    {
        long inputs = Inputs(m, inChannels, tiles);
        long weights = Weights(m, inChannels, outChannels);
        long slices = (BlockedLayout.Blocks(outChannels) + SliceBlocks - 1) / SliceBlocks;
        long allFirst = inputs <= CacheFloats ? weights : (slices * inputs) + weights;
        long blocks = (tiles + TileBlock(m, inChannels) - 1) / TileBlock(m, inChannels);
        long byBlocks = weights <= CacheFloats ? weights : blocks * weights;
        return allFirst <= byBlocks;
    }

    /// <summary>The most tiles of a block: a multiple of a register tile's 14 pixels whose inputs fit the cache.</summary>
    public static int TileBlock(int m, int inChannels) =>
        (int)Math.Max(14, CacheFloats / Inputs(m, inChannels, 1) / 14 * 14);

    /// <summary>Memory that each worker needs for itself.</summary>
    public static long WorkerScratch(int m, int inChannels, int outChannels, long tiles)
    {
        if (TransformsAllFirst(m, inChannels, outChannels, tiles))
        {
            return Products(m, tiles);
        }

        int block = TileBlock(m, inChannels);
        return Inputs(m, inChannels, block) + Products(m, block);
    }
}
