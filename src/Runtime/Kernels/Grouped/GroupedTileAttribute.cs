namespace ResNetGen.Runtime;

/// <summary>
/// Asks the generator for the body of a partial method: a family of tiles for 3x3 convolutions in groups narrower than
/// a vector.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GroupedTileAttribute : Attribute
{
    /// <summary>Bits of a vector: 512 or 256.</summary>
    public required int Bits { get; init; }

    /// <summary>Channels of a group: 4 or 8.</summary>
    public required int GroupWidth { get; init; }

    /// <summary>The most pixels of a tile.</summary>
    public required int Pixels { get; init; }

    /// <summary>Input pixels from one output pixel to the next.</summary>
    public required int Stride { get; init; }
}
