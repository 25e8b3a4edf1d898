namespace ResNetGen.Runtime;

/// <summary>
/// Declares tiles of F(4x4,3x3) from taps, for one row of points of one block of inputs. With <see cref="Squares"/>,
/// products of so many squares at most; without, the weights themselves.
/// </summary>
internal sealed class WinogradTileAttribute : KernelAttribute
{
    /// <summary>The most squares of a tile.</summary>
    public int Squares { get; init; }
}
