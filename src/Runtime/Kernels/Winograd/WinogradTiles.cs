using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of F(4x4,3x3) from taps. 512 bits: six transformed weights, of a row of points, times four squares,
/// 24 sums in registers. 256 and 128 bits have no registers left for taps beside sums: the weights go to memory. Their
/// bodies are emitted.
/// </summary>
internal static unsafe partial class WinogradTiles
{
    [WinogradTile(Bits = 512, Squares = WinogradTapsLayout.TileSquares)]
    public static partial void TapsWith512(int row, int squares, in Tile tile);

    /// <summary>
    /// Writes the weights of a row of points for a block of inputs and one of outputs: <c>[point][16 inputs][16
    /// outputs]</c>.
    /// </summary>
    public static void Weights(VectorWidth width, int row, float* taps, float* weights, nint weightsPoint)
    {
        if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            WeightsWith256(row, taps, weights, weightsPoint);
        }
        else
        {
            WeightsWith128(row, taps, weights, weightsPoint);
        }
    }

    [WinogradTile(Bits = 256)]
    private static partial void WeightsWith256(int row, float* taps, float* weights, nint weightsPoint);

    [WinogradTile(Bits = 128)]
    private static partial void WeightsWith128(int row, float* taps, float* weights, nint weightsPoint);
}
