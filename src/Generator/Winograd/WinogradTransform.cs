namespace ResNetGen.Generator.Winograd;

/// <summary>A declared pair of Winograd transforms: the cached input of its emission.</summary>
/// <param name="Namespace">Namespace of the class that declares it.</param>
/// <param name="Class">The class, reopened.</param>
/// <param name="Method">The partial method.</param>
/// <param name="Accessibility">Its accessibility, as C# spells it.</param>
/// <param name="Bits">Bits of a vector: 512, 256 or 128.</param>
/// <param name="Outputs">Rows and columns of a square of outputs: 2 or 4.</param>
/// <param name="Stride">Stride of the convolution: 1 or 2.</param>
/// <param name="IsInput">The transform of the inputs; otherwise that of the products.</param>
/// <param name="Taps">Taps in a row of the kernel: 3, or of a phase of the stem 4.</param>
internal sealed record WinogradTransform(
    string Namespace, string Class, string Method, string Accessibility, int Bits, int Outputs, int Stride, bool IsInput, int Taps)
{
    public string Vector => $"Vector{Bits}";

    public int Lanes => Bits / 32;

    /// <summary>Rows and columns of a square of inputs.</summary>
    public int Inputs => Taps == StemWinogradLayout.Taps ? StemWinogradLayout.Patch : WinogradLayout.Side(Outputs, Stride);

    /// <summary>Where a point lies among all.</summary>
    public int PointAt(int row, int column) =>
        Taps == StemWinogradLayout.Taps ? (row * Inputs) + column : WinogradLayout.PointAt(Outputs, Stride, row, column);
}
