using unsafe InputTransform = delegate* <int, int, float*, nint, int, float*, nint, void>;
using unsafe OutputTransform = delegate* <
    int,
    int,
    int,
    float*,
    nint,
    float*,
    float*,
    nint,
    float,
    float*,
    nint,
    nint,
    void>;

namespace ResNetGen.Runtime;

/// <summary>
/// The transforms round a Winograd convolution, on 16 channels of squares side by side. Inputs: from a square of (m +
/// 2) x (m + 2) pixels, or with stride 2 of (2m + 1) x (2m + 1), to as many points. Outputs: from the products at these
/// points to m x m pixels, with bias, residual and floor. Rows and columns are those of a square's outputs: m, or half
/// of that in a narrow square; of squares with fewer columns a call takes one. Their bodies are emitted.
/// </summary>
/// <param name="width">The vectors.</param>
/// <param name="outputs">Rows and columns of outputs: m.</param>
/// <param name="stride">Of the convolution.</param>
/// <param name="taps">Taps in a row of the kernel: 3, or those of the stem.</param>
internal readonly unsafe partial struct WinogradTransforms(VectorWidth width, int outputs, int stride, int taps)
{
    /// <summary>
    /// Transforms squares of inputs, side by side: rows, columns; inputs, from row to row; squares; points, from point
    /// to point.
    /// </summary>
    public InputTransform Input { get; } = ChooseInput(width, outputs, stride, taps);

    /// <summary>
    /// Transforms the products of squares to their outputs, side by side: rows, columns; squares; products, from point
    /// to point; bias; residual, from row to row; floor; outputs, from row to row; how many floats ahead those are that
    /// it fetches, unless it is 0.
    /// </summary>
    public OutputTransform Output { get; } = ChooseOutput(width, outputs, stride, taps);

    [WinogradTransform(IsInput = true, Outputs = 4, Stride = 1, Taps = 3)]
    [WinogradTransform(IsInput = true, Outputs = 4, Stride = 2, Taps = 3)]
    [WinogradTransform(IsInput = true, Outputs = 2, Stride = 1, Taps = 3)]
    [WinogradTransform(IsInput = true, Outputs = 2, Stride = 2, Taps = 3)]
    [WinogradTransform(IsInput = true, Outputs = 4, Stride = 1, Taps = StemWinogradLayout.Taps)]
    private static partial InputTransform ChooseInput(VectorWidth width, int outputs, int stride, int taps);

    [WinogradTransform(IsInput = false, Outputs = 4, Stride = 1, Taps = 3)]
    [WinogradTransform(IsInput = false, Outputs = 4, Stride = 2, Taps = 3)]
    [WinogradTransform(IsInput = false, Outputs = 2, Stride = 1, Taps = 3)]
    [WinogradTransform(IsInput = false, Outputs = 2, Stride = 2, Taps = 3)]
    [WinogradTransform(IsInput = false, Outputs = 4, Stride = 1, Taps = StemWinogradLayout.Taps)]
    private static partial OutputTransform ChooseOutput(VectorWidth width, int outputs, int stride, int taps);
}
