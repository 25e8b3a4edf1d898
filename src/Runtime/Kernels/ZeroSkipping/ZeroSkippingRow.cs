using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>
/// What a tile that skips zeros computes: for each pixel of a row and each output channel of the tile, the start value
/// plus the sum over those of 64 inputs that are not zero, plus the residual, at least the floor. Strides are in
/// floats.
/// </summary>
[StructLayout(LayoutKind.Sequential)] // The kernels that are linked are compiled apart.
internal unsafe struct ZeroSkippingRow
{
    /// <summary>
    /// Pixels of the row, 16 floats apart in <see cref="Start"/>, <see cref="Residual"/> and <see cref="Output"/>.
    /// </summary>
    public int Pixels;

    /// <summary>Input pixels from one output pixel to the next.</summary>
    public int Step;

    /// <summary>The 64 inputs of the first pixel; those of the next input pixel follow.</summary>
    public float* Inputs;

    /// <summary>A bit for each of them that is not zero; the next input pixel's follow.</summary>
    public ulong* Masks;

    /// <summary>For each block of 16 outputs, 16 weights for each of the 64 inputs.</summary>
    public float* Weights;

    /// <summary>What the sums begin with: the bias, or the sums of the passes before.</summary>
    public float* Start;

    /// <summary>From one pixel's start values to the next one's: 0 for a bias.</summary>
    public nint StartPixel;

    /// <summary>From one output block's start values to the next one's.</summary>
    public nint StartBlock;

    /// <summary>What is added at the end; null for nothing.</summary>
    public float* Residual;

    /// <summary>From one block's residual to the next one's.</summary>
    public nint ResidualBlock;

    /// <summary>The first pixel's output.</summary>
    public float* Output;

    /// <summary>From one output block to the next.</summary>
    public nint OutputBlock;

    /// <summary>The least output: 0 for ReLU, negative infinity without.</summary>
    public float Floor;

    /// <summary>What is fetched meanwhile: this row's part of the weights that come next.</summary>
    public float* Ahead;

    /// <summary>Behind that part.</summary>
    public float* AheadEnd;

    /// <summary>
    /// Floats of it that are fetched at once before each pixel, in whole lines; 0 to fetch them with the inputs.
    /// </summary>
    public nint AheadPixel;

    /// <summary>Floats from what is fetched in one turn over inputs to what is fetched in the next: a line at most.</summary>
    public nint AheadTurn;
}
