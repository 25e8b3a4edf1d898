namespace ResNetGen.Runtime;

/// <summary>
/// Declares a family of register tiles, one for each count of pixels up to <see cref="Pixels"/>. Sums, weights and
/// inputs must fit the registers.
/// </summary>
internal sealed class RegisterTileAttribute : KernelAttribute
{
    /// <summary>Whether the input lies in planes, otherwise in blocks of 16 channels.</summary>
    public required bool Planar { get; init; }

    /// <summary>Input pixels from one output pixel to the next: 1 or 2.</summary>
    public required int Stride { get; init; }

    /// <summary>Whether it is for a single block of output channels; left out, for any number.</summary>
    public bool OneBlock { get; init; }

    /// <summary>
    /// Vectors of output channels in a tile: whole blocks of 16 for 512 bits, parts of one block below.
    /// </summary>
    public required int Vectors { get; init; }

    /// <summary>The most pixels of a tile.</summary>
    public required int Pixels { get; init; }

    /// <summary>
    /// With 32 registers of 128 bits, an input in planes: floats of each run, which is unrolled whole. A register has
    /// four of them, for several pixels and taps.
    /// </summary>
    public int Run { get; init; }
}
