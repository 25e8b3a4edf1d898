namespace ResNetGen;

/// <summary>
/// Sizes of a 3x3 convolution by Winograd's minimal filtering (Lavin and Gray 2015): outputs in squares of m x m, each
/// from (m + 2) x (m + 2) products, or with stride 2 from (2m + 1) x (2m + 1). Shared by the generator, which gives it
/// memory, and the runtime, which runs it. Sizes are in floats.
/// </summary>
internal static class WinogradLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    // What of a second-level cache of 1 MiB is left for transformed inputs, or for weights.
    private const long CacheFloats = 200_000;

    // A first-level cache of 32 KiB; larger ones have more lines in a set.
    private const int CacheSets = 64;
    private const int CacheWays = 8;

    /// <summary>Output blocks that are computed in one go.</summary>
    public const int SliceBlocks = 2;

    /// <summary>Rows and columns of a square of inputs, and of its points.</summary>
    public static int Side(int m, int stride) => stride == 1 ? m + 2 : (2 * m) + 1;

    /// <summary>
    /// Outputs of a narrow square, at the end of a row or column that whole ones do not divide: where half of a square
    /// is left, it has the points that half as many outputs need, a part of those of the whole ones, so that their
    /// products have the same weights.
    /// </summary>
    public static int Narrow(int m) => m / 2;

    /// <summary>Whether a row or column of so many outputs ends with a narrow square.</summary>
    public static bool EndsNarrow(int m, int outputs) => outputs % m == Narrow(m);

    /// <summary>Whether a narrow square has a point of a row or column of points.</summary>
    public static bool NarrowHas(int m, int stride, int point) =>
        (m, stride) switch
        {
            (4, 1) => point is not (3 or 4),
            (4, _) => point is 0 or 1 or 4 or 5 or 6,
            (_, 1) => point != 2,
            _ => point is 0 or 2 or 3,
        };

    /// <summary>Products for each square of outputs.</summary>
    public static int Points(int m, int stride) => Side(m, stride) * Side(m, stride);

    /// <summary>
    /// Rows and columns of points that differ in their weights. With stride 2, even pixels meet the outer taps, m + 1
    /// points as of a kernel of 2; odd pixels meet the middle tap alone, so that m points have the same weights.
    /// </summary>
    public static int WeightSide(int m) => m + 2;

    /// <summary>Points that differ in their weights.</summary>
    public static int WeightPoints(int m) => WeightSide(m) * WeightSide(m);

    /// <summary>
    /// Points that have the same weights as one of them. They lie side by side, so that one matrix product has the
    /// squares of all.
    /// </summary>
    public static int PointsOf(int m, int stride, int weightPoint) =>
        Repeats(m, stride, weightPoint / WeightSide(m)) * Repeats(m, stride, weightPoint % WeightSide(m));

    /// <summary>Where a point lies among all: in the order of weights, then of rows and columns.</summary>
    public static int PointAt(int m, int stride, int row, int column)
    {
        int last = WeightSide(m) - 1;
        int weightRow = Math.Min(row, last);
        int weightColumn = Math.Min(column, last);
        int rowsBefore = weightRow * Side(m, stride);
        int columnsBefore = weightColumn * Repeats(m, stride, weightRow);
        return rowsBefore
            + columnsBefore
            + ((row - weightRow) * Repeats(m, stride, weightColumn))
            + (column - weightColumn);
    }

    /// <summary>Products in an image, over all points.</summary>
    public static long ProductsOfImage(int m, int stride, int height, int width) =>
        PointsAlong(m, stride, height) * PointsAlong(m, stride, width);

    /// <summary>Squares of outputs in an image.</summary>
    public static int Tiles(int m, int height, int width) => ((height + m - 1) / m) * ((width + m - 1) / m);

    /// <summary>Transformed weights: <c>[output block][point of weights][input][16 outputs]</c>.</summary>
    public static long Weights(int m, int stride, int inChannels, int outChannels) =>
        (long)WeightPoints(m) * BlockedLayout.Blocks(outChannels) * BlockedLayout.Blocks(inChannels) * Lanes * Lanes;

    /// <summary>
    /// Places from one point to the next, for so many squares: one more than these, where a square's points, so many
    /// lines of cache apart, would otherwise fall on so few sets that they drive each other out.
    /// </summary>
    public static long Pitch(int points, long squares)
    {
        long setsBetween = Math.Min(squares & -squares, CacheSets);
        return points * setsBetween > CacheSets * CacheWays ? squares + 1 : squares;
    }

    /// <summary>Transformed inputs of so many tiles: <c>[input block][point][tile][16]</c>.</summary>
    public static long Inputs(int m, int stride, int inChannels, long tiles) =>
        Points(m, stride) * (long)BlockedLayout.Blocks(inChannels) * tiles * Lanes;

    /// <summary>
    /// Products of one slice of output blocks, before the output transform: <c>[block][point][tile][16]</c>.
    /// </summary>
    public static long Products(int m, int stride, long tiles) => Points(m, stride) * SliceBlocks * tiles * Lanes;

    /// <summary>
    /// Whether each worker transforms the inputs of all tiles first, and the weights pass by once; otherwise the tiles
    /// are taken in blocks that stay in the cache, and the weights pass by for each block. Whichever moves less.
    /// </summary>
    public static bool TransformsAllFirst(int m, int stride, int inChannels, int outChannels, long tiles)
    {
        long inputs = Inputs(m, stride, inChannels, tiles);
        long weights = Weights(m, stride, inChannels, outChannels);
        long slices = (BlockedLayout.Blocks(outChannels) + SliceBlocks - 1) / SliceBlocks;
        long allFirst = inputs <= CacheFloats ? weights : (slices * inputs) + weights;
        long blocks = (tiles + TileBlock(m, stride, inChannels) - 1) / TileBlock(m, stride, inChannels);
        long byBlocks = weights <= CacheFloats ? weights : blocks * weights;
        return allFirst <= byBlocks;
    }

    /// <summary>
    /// The most tiles of a block: a multiple of a register tile's pixels whose inputs fit the cache.
    /// </summary>
    public static int TileBlock(int m, int stride, int inChannels) =>
        (int)Math.Max(1, CacheFloats / Inputs(m, stride, inChannels, 1) / RegisterTileSizes.Pixels)
        * RegisterTileSizes.Pixels;

    /// <summary>Memory that each worker needs for itself.</summary>
    public static long WorkerScratch(int m, int stride, int inChannels, int outChannels, long tiles)
    {
        if (TransformsAllFirst(m, stride, inChannels, outChannels, tiles))
        {
            long all = Pitch(Points(m, stride), tiles);
            return Inputs(m, stride, inChannels, all) + Products(m, stride, all);
        }

        long block = Pitch(Points(m, stride), TileBlock(m, stride, inChannels));
        return Inputs(m, stride, inChannels, block) + Products(m, stride, block);
    }

    private static long PointsAlong(int m, int stride, int outputs)
    {
        int narrow = EndsNarrow(m, outputs) ? Side(Narrow(m), stride) : 0;
        int whole = narrow > 0 ? outputs / m : (outputs + m - 1) / m;
        return ((long)whole * Side(m, stride)) + narrow;
    }

    /// <summary>
    /// Rows or columns of points that have the weights of one: the last row or column of weights is the one that
    /// repeats.
    /// </summary>
    public static int Repeats(int m, int stride, int weight) => stride == 2 && weight == m + 1 ? m : 1;
}
