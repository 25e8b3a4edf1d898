namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of F(4x4,3x3) from taps. 512 bits: six transformed weights, of a row of points, times four squares,
/// 24 sums in registers. 256 and 128 bits have no registers left for taps beside sums: the weights go to memory. Their
/// bodies are emitted.
/// </summary>
internal static unsafe partial class WinogradTiles
{
    /// <summary>Multiplies a row of points of so many squares with taps; null where vectors are too few.</summary>
    [WinogradTile(Bits = 512, Squares = WinogradTapsLayout.TileSquares)]
    public static partial delegate* <int, int, in Tile, void> Taps(VectorWidth width);

    /// <summary>
    /// Writes the weights of a row of points for a block of inputs and one of outputs, from their taps: <c>[point][16
    /// inputs][16 outputs]</c>, points so many floats apart; null where <see cref="Taps"/> needs none.
    /// </summary>
    [WinogradTile(Bits = 256)]
    [WinogradTile(Bits = 128)]
    public static partial delegate* <int, float*, float*, nint, void> Weights(VectorWidth width);
}
