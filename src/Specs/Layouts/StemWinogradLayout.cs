namespace ResNetGen;

/// <summary>
/// Sizes of a 7x7 stem with stride 2 by Winograd's minimal filtering: pixels of even and odd rows and columns are four
/// phases of the image, over which it is a convolution of 4x4 taps with stride 1; its outputs come in squares of 4x4,
/// each from 7x7 products. Shared by the generator, which gives it memory, and the runtime, which runs it. Sizes are in
/// floats.
/// </summary>
internal static class StemWinogradLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Rows and columns of a square of outputs.</summary>
    public const int Outputs = 4;

    /// <summary>Taps in a row of a phase: those of the 7x7 kernel, with a zero as the eighth.</summary>
    public const int Taps = 4;

    /// <summary>Phases of the image: parity of the row times parity of the column.</summary>
    public const int Phases = 4;

    /// <summary>Rows and columns of phases that a square of outputs sees.</summary>
    public const int Patch = Outputs + Taps - 1;

    /// <summary>Products for each square of outputs.</summary>
    public const int Points = Patch * Patch;

    /// <summary>Output blocks that are computed in one go.</summary>
    public const int SliceBlocks = 2;

    /// <summary>
    /// The most squares of one go: products and inputs stay in the second-level cache. A multiple of a register tile's
    /// pixels.
    /// </summary>
    public const int MostTiles = 2 * RegisterTileSizes.Pixels;

    /// <summary>Whether the phases of all channels fit the lanes of one block.</summary>
    public static bool Fits(int inChannels, int kernel, int stride) =>
        kernel == 7 && stride == 2 && Inputs(inChannels) <= Lanes;

    /// <summary>Inputs of a product: the phases of all channels.</summary>
    public static int Inputs(int inChannels) => Phases * inChannels;

    /// <summary>Squares in a row or a column of so many outputs.</summary>
    public static int Across(int outputs) => (outputs + Outputs - 1) / Outputs;

    /// <summary>Transformed weights: <c>[output block][point][input][16 outputs]</c>.</summary>
    public static long Weights(int inChannels, int outChannels) =>
        (long)Points * Inputs(inChannels) * PackedLayout.Bias(outChannels);

    /// <summary>The phases that squares side by side see: <c>[row][column][16 inputs]</c>.</summary>
    public static int PhaseRows(int tiles) => Patch * PhaseRow(tiles);

    /// <summary>From one row of phases to the next.</summary>
    public static int PhaseRow(int tiles) => ((Outputs * tiles) + Taps - 1) * Lanes;

    /// <summary>Transformed inputs of so many squares: <c>[point][square][16]</c>.</summary>
    public static int TransformedInputs(int tiles) => Points * InputPoint(tiles);

    /// <summary>From one point of the inputs to the next.</summary>
    public static int InputPoint(int tiles) => (int)WinogradLayout.Pitch(Points, tiles) * Lanes;

    /// <summary>Products of one slice of output blocks: <c>[point][block][square][16]</c>.</summary>
    public static int Products(int tiles) => Points * ProductPoint(tiles);

    /// <summary>From one point of the products to the next.</summary>
    public static int ProductPoint(int tiles) => (int)WinogradLayout.Pitch(Points, SliceBlocks * tiles) * Lanes;

    /// <summary>
    /// Memory that each worker needs for itself: a band of outputs with a row above, and what it comes from.
    /// </summary>
    public static long WorkerScratch(int outChannels, int width)
    {
        int tiles = Math.Min(MostTiles, Across(width));
        return BlockedLayout.ImageStride(outChannels, Outputs, Outputs * Across(width), halo: 1)
            + PhaseRows(tiles)
            + TransformedInputs(tiles)
            + Products(tiles);
    }
}
