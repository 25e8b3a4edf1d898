namespace ResNetGen.Runtime;

/// <summary>
/// Asks the generator for the body of a partial method: F(4x4,3x3) from taps, for one row of points of one block of
/// inputs. With <see cref="Squares"/>, products of so many squares at most; without, the weights themselves.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WinogradTileAttribute : Attribute
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public required int Bits { get; init; }

    /// <summary>The most squares of a tile.</summary>
    public int Squares { get; init; }
}
