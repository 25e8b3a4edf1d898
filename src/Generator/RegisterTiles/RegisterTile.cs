namespace ResNetGen.Generator.RegisterTiles;

/// <summary>A declared family of register tiles: the cached input of its emission.</summary>
/// <param name="Namespace">Namespace of the class that declares it.</param>
/// <param name="Class">The class, reopened.</param>
/// <param name="Method">The partial method that runs a tile of so many pixels.</param>
/// <param name="Accessibility">Its accessibility, as C# spells it.</param>
/// <param name="Bits">Bits of a vector: 512, 256 or 128.</param>
/// <param name="Vectors">Vectors of output channels.</param>
/// <param name="Pixels">The most pixels: one method is emitted for each count up to it.</param>
/// <param name="PixelStep">Floats from one input pixel to the next.</param>
/// <param name="Unroll">Inputs multiplied in one turn of the inner loop.</param>
internal sealed record RegisterTile(
    string Namespace,
    string Class,
    string Method,
    string Accessibility,
    int Bits,
    int Vectors,
    int Pixels,
    int PixelStep,
    int Unroll
)
{
    public int Lanes => Bits / 32;

    public string Vector => $"Vector{Bits}";

    /// <summary>Blocks of 16 output channels that the vectors are in.</summary>
    public int OutputBlocks => Math.Max(1, Vectors * Lanes / BlockedLayout.Lanes);
}
