namespace ResNetGen.Generator.Winograd;

/// <summary>A declared family of tiles of F(4x4,3x3) from taps: the cached input of its emission.</summary>
/// <param name="Namespace">Namespace of the class that declares it.</param>
/// <param name="Class">The class, reopened.</param>
/// <param name="Method">The partial method that runs a row of points.</param>
/// <param name="Accessibility">Its accessibility, as C# spells it.</param>
/// <param name="Bits">Bits of a vector: 512, 256 or 128.</param>
/// <param name="Squares">The most squares, one method for each count up to it and each row of points; 0 where weights
/// go to memory.</param>
internal sealed record WinogradTile(
    string Namespace,
    string Class,
    string Method,
    string Accessibility,
    int Bits,
    int Squares
)
{
    public int Lanes => Bits / 32;

    public string Vector => $"Vector{Bits}";
}
