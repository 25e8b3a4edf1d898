namespace ResNetGen.Runtime;

/// <summary>
/// Asks the generator for the body of a partial method: a family of register tiles, one for each count of pixels up to
/// <see cref="Pixels"/>, unrolled code that nobody should write by hand.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegisterTileAttribute : Attribute
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public required int Bits { get; init; }

    /// <summary>
    /// Vectors of output channels in a tile: whole blocks of 16 for 512 bits, parts of one block below.
    /// </summary>
    public required int Vectors { get; init; }

    /// <summary>The most pixels of a tile.</summary>
    public required int Pixels { get; init; }

    /// <summary>Floats from one input pixel to the next.</summary>
    public required int PixelStep { get; init; }

    /// <summary>Inputs multiplied in one turn of the inner loop; divides the run length.</summary>
    public required int Unroll { get; init; }
}
