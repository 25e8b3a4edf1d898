namespace ResNetGen.Generator.ZeroSkipping;

/// <summary>A declared tile that skips zeros: the cached input of its emission.</summary>
/// <param name="Namespace">Namespace of the class that declares it.</param>
/// <param name="Class">The class, reopened.</param>
/// <param name="Method">The partial method that runs it over a row of pixels.</param>
/// <param name="Accessibility">Its accessibility, as C# spells it.</param>
/// <param name="Bits">Bits of a vector: 512, 256 or 128.</param>
/// <param name="Pixels">Pixels whose sums are in registers at a time: 1 or 2.</param>
/// <param name="Blocks">Blocks of 16 output channels.</param>
internal sealed record ZeroSkippingTile(
    string Namespace,
    string Class,
    string Method,
    string Accessibility,
    int Bits,
    int Pixels,
    int Blocks
)
{
    public int Lanes => Bits / 32;

    /// <summary>Vectors of a block.</summary>
    public int Vectors => BlockedLayout.Lanes / Lanes;

    public string Vector => $"Vector{Bits}";
}
