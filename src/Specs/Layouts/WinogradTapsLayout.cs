namespace ResNetGen;

/// <summary>
/// Sizes of a 3x3 convolution by F(4x4,3x3) whose weights are packed as taps, as for a direct convolution. Shared by
/// the generator and the runtime. Sizes are in floats.
/// </summary>
internal static class WinogradTapsLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Rows and columns of a square of outputs.</summary>
    public const int Outputs = 4;

    /// <summary>Rows and columns of a square of points.</summary>
    public const int Side = Outputs + 2;

    /// <summary>Products for each square of outputs.</summary>
    public const int Points = Side * Side;

    /// <summary>
    /// Taps of a block of input channels and one of output channels: <c>[row][column][16 inputs][16 outputs]</c>.
    /// </summary>
    public const int BlockTaps = 9 * Lanes * Lanes;

    /// <summary>
    /// Squares of a register tile of 512 bits: their products with six transformed weights take 24 of 32 registers.
    /// </summary>
    public const int TileSquares = 4;

    /// <summary>
    /// Input blocks whose weights of a row of points stay in the first-level cache, where vectors are narrower.
    /// </summary>
    public const int ChunkBlocks = 2;

    /// <summary>
    /// Memory that each worker needs for itself: all transformed inputs, the products of a block of output channels, a
    /// chunk's weights.
    /// </summary>
    public static long WorkerScratch(int inChannels, long squares) =>
        (Points * (BlockedLayout.Blocks(inChannels) + 1L) * WinogradLayout.Pitch(Points, squares) * Lanes)
        + (Side * ChunkBlocks * Lanes * Lanes);
}
