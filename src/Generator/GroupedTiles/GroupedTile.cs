namespace ResNetGen.Generator.GroupedTiles;

/// <summary>A declared family of tiles for narrow groups: the cached input of its emission.</summary>
/// <param name="Namespace">Namespace of the class that declares it.</param>
/// <param name="Class">The class, reopened.</param>
/// <param name="Method">The partial method that runs a tile of so many pixels.</param>
/// <param name="Accessibility">Its accessibility, as C# spells it.</param>
/// <param name="Bits">Bits of a vector: 512 or 256.</param>
/// <param name="GroupWidth">Channels of a group: 4 or 8.</param>
/// <param name="Pixels">The most pixels: one method is emitted for each count up to it.</param>
/// <param name="Stride">Input pixels from one output pixel to the next.</param>
internal sealed record GroupedTile(
    string Namespace,
    string Class,
    string Method,
    string Accessibility,
    int Bits,
    int GroupWidth,
    int Pixels,
    int Stride
)
{
    public int Lanes => Bits / 32;

    public string Vector => $"Vector{Bits}";
}
