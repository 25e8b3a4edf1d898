namespace ResNetGen.Runtime;

/// <summary>
/// Declares a family of tiles for 3x3 convolutions in narrow groups: of 512 or 256 bits, or of 128 in 32 registers.
/// </summary>
internal sealed class GroupedTileAttribute : KernelAttribute
{
    /// <summary>Channels of a group: 4 or 8.</summary>
    public required int GroupWidth { get; init; }

    /// <summary>The most pixels of a tile.</summary>
    public required int Pixels { get; init; }

    /// <summary>Input pixels from one output pixel to the next.</summary>
    public required int Stride { get; init; }
}
