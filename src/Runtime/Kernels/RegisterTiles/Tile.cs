using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>
/// What a register tile computes: for each of its pixels and output channels, the start value plus the sum over input
/// blocks, rows and the floats of a run of input times weight, plus the residual, at least the floor. Strides are in
/// floats.
/// </summary>
[StructLayout(LayoutKind.Sequential)] // The kernels that are linked are compiled apart.
internal unsafe struct Tile
{
    /// <summary>
    /// The first pixel's first input: <see cref="Blocks"/> x <see cref="Rows"/> runs of <see cref="RunLength"/> floats
    /// side by side.
    /// </summary>
    public float* Input;

    /// <summary>From one input block (or plane) to the next.</summary>
    public nint InputBlock;

    /// <summary>From one row of taps to the next.</summary>
    public nint InputRow;

    /// <summary>Input blocks, or planes.</summary>
    public int Blocks;

    /// <summary>Rows of taps.</summary>
    public int Rows;

    /// <summary>Floats side by side in a row of taps: 16 channels for each tap, or a tap each in a plane.</summary>
    public int RunLength;

    /// <summary>Weights in the order of the loops, 16 output channels for each input.</summary>
    public float* Weights;

    /// <summary>From one output block's weights to the next one's.</summary>
    public nint WeightsBlock;

    /// <summary>
    /// From one tile's weights to the next one's, where tiles in a row are points of Winograd's: 0 otherwise.
    /// </summary>
    public nint WeightsTile;

    /// <summary>
    /// What is fetched meanwhile: the weights that come next; for grouped tiles the inputs of the next row, or null.
    /// </summary>
    public float* Ahead;

    /// <summary>How far that goes in a turn of the loop, over four inputs.</summary>
    public nint AheadStep;

    /// <summary>How far it goes in a whole tile: 0 where each tile fetches the same.</summary>
    public nint AheadTile;

    /// <summary>What the sums begin with: the bias, or partial sums.</summary>
    public float* Start;

    /// <summary>From one pixel's start values to the next one's: 0 for a bias.</summary>
    public nint StartPixel;

    /// <summary>From one output block's start values to the next one's.</summary>
    public nint StartBlock;

    /// <summary>What is added at the end; null for nothing.</summary>
    public float* Residual;

    /// <summary>From one block's residual to the next one's.</summary>
    public nint ResidualBlock;

    /// <summary>The first pixel's output; pixels are 16 floats apart.</summary>
    public float* Output;

    /// <summary>From one output block to the next.</summary>
    public nint OutputBlock;

    /// <summary>The least output: 0 for ReLU, negative infinity without.</summary>
    public float Floor;

    // Weights of one block of output channels, in floats, up to which two times two blocks stay in the second-level
    // cache: these and the next.
    private const int LongestSlice = 1 << 16;

    // Otherwise, so many floats ahead in the same weights.
    private const int NearAhead = 3072;

    /// <summary>
    /// Brings the weights of the next slice from memory while this one's are multiplied, evenly over all tiles that do
    /// so: memory is never idle, and never waited for.
    /// </summary>
    /// <param name="next">The next slice's weights.</param>
    /// <param name="tiles">Tiles that multiply this slice.</param>
    /// <param name="tile">This one's place among them.</param>
    public void FetchAhead(float* next, int tiles, int tile = 0)
    {
        int inputs = Blocks * Rows * RunLength;
        if (inputs * BlockedLayout.Lanes > LongestSlice)
        {
            Ahead = Weights + NearAhead;
            AheadStep = 4 * BlockedLayout.Lanes;
            AheadTile = 0;
            return;
        }

        AheadStep = ((4 * BlockedLayout.Lanes) + tiles - 1) / tiles;
        AheadTile = inputs / 4 * AheadStep;
        Ahead = next + (tile * AheadTile);
    }
}
