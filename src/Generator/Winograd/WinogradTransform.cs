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
    string Namespace,
    string Class,
    string Method,
    string Accessibility,
    int Bits,
    int Outputs,
    int Stride,
    bool IsInput,
    int Taps
)
{
    public string Vector => $"Vector{Bits}";

    public int Lanes => Bits / 32;

    /// <summary>Whether it is a transform of the stem, whose squares are all whole.</summary>
    public bool IsStem => Taps == StemWinogradLayout.Taps;

    /// <summary>
    /// Rows or columns of outputs that a square may have: all of them, and where squares can be narrow, half.
    /// </summary>
    public int[] Sizes => IsStem ? [Outputs] : [Outputs, WinogradLayout.Narrow(Outputs)];

    /// <summary>Rows or columns of inputs for so many of outputs.</summary>
    public int Inputs(int outputs) => IsStem ? StemWinogradLayout.Patch : WinogradLayout.Side(outputs, Stride);

    /// <summary>The rows or columns of points that so many rows or columns of outputs need.</summary>
    public int[] Points(int outputs) =>
        [
            .. Enumerable
                .Range(0, Inputs(Outputs))
                .Where(point => outputs == Outputs || WinogradLayout.NarrowHas(Outputs, Stride, point)),
        ];

    /// <summary>Where a point lies among all.</summary>
    public int PointAt(int row, int column) =>
        IsStem ? (row * StemWinogradLayout.Patch) + column : WinogradLayout.PointAt(Outputs, Stride, row, column);
}
