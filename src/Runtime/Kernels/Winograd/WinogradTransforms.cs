using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The transforms round a Winograd convolution, on 16 channels of squares side by side. Inputs: from a square of (m +
/// 2) x (m + 2) pixels, or with stride 2 of (2m + 1) x (2m + 1), to as many points. Outputs: from the products at these
/// points to m x m pixels, with bias, residual and floor. Rows and columns are those of a square's outputs: m, or half
/// of that in a narrow square; of squares with fewer columns a call takes one. Their bodies are emitted.
/// </summary>
internal static unsafe partial class WinogradTransforms
{
    /// <summary>Transforms squares of phases of the image, side by side.</summary>
    public static void StemInput(
        VectorWidth width,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    )
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            StemInputWith512(x, rowStride, squares, points, pointStride);
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            StemInputWith256(x, rowStride, squares, points, pointStride);
        }
        else
        {
            StemInputWith128(x, rowStride, squares, points, pointStride);
        }
    }

    /// <summary>Transforms the products of squares of the stem to their outputs, side by side.</summary>
    public static void StemOutput(
        VectorWidth width,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float floor,
        float* y,
        nint rowStride
    )
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            StemOutputWith512(squares, points, pointStride, bias, null, 0, floor, y, rowStride, ahead: 0);
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            StemOutputWith256(squares, points, pointStride, bias, null, 0, floor, y, rowStride, ahead: 0);
        }
        else
        {
            StemOutputWith128(squares, points, pointStride, bias, null, 0, floor, y, rowStride, ahead: 0);
        }
    }

    [WinogradTransform(Bits = 512, Outputs = 4, IsInput = true)]
    public static partial void Input4With512(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 256, Outputs = 4, IsInput = true)]
    public static partial void Input4With256(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 128, Outputs = 4, IsInput = true)]
    public static partial void Input4With128(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 512, Outputs = 4, Stride = 2, IsInput = true)]
    public static partial void Input4Stride2With512(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 256, Outputs = 4, Stride = 2, IsInput = true)]
    public static partial void Input4Stride2With256(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 128, Outputs = 4, Stride = 2, IsInput = true)]
    public static partial void Input4Stride2With128(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 512, Outputs = 2, IsInput = true)]
    public static partial void Input2With512(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 256, Outputs = 2, IsInput = true)]
    public static partial void Input2With256(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 128, Outputs = 2, IsInput = true)]
    public static partial void Input2With128(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 512, Outputs = 2, Stride = 2, IsInput = true)]
    public static partial void Input2Stride2With512(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 256, Outputs = 2, Stride = 2, IsInput = true)]
    public static partial void Input2Stride2With256(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 128, Outputs = 2, Stride = 2, IsInput = true)]
    public static partial void Input2Stride2With128(
        int rows,
        int columns,
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 512, Outputs = 4, IsInput = false)]
    public static partial void Output4With512(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 256, Outputs = 4, IsInput = false)]
    public static partial void Output4With256(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 128, Outputs = 4, IsInput = false)]
    public static partial void Output4With128(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 512, Outputs = 4, Stride = 2, IsInput = false)]
    public static partial void Output4Stride2With512(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 256, Outputs = 4, Stride = 2, IsInput = false)]
    public static partial void Output4Stride2With256(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 128, Outputs = 4, Stride = 2, IsInput = false)]
    public static partial void Output4Stride2With128(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 512, Outputs = 2, IsInput = false)]
    public static partial void Output2With512(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 256, Outputs = 2, IsInput = false)]
    public static partial void Output2With256(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 128, Outputs = 2, IsInput = false)]
    public static partial void Output2With128(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 512, Outputs = 2, Stride = 2, IsInput = false)]
    public static partial void Output2Stride2With512(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 256, Outputs = 2, Stride = 2, IsInput = false)]
    public static partial void Output2Stride2With256(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 128, Outputs = 2, Stride = 2, IsInput = false)]
    public static partial void Output2Stride2With128(
        int rows,
        int columns,
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 512, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith512(
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 256, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith256(
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 128, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith128(
        float* x,
        nint rowStride,
        int squares,
        float* points,
        nint pointStride
    );

    [WinogradTransform(Bits = 512, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith512(
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 256, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith256(
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );

    [WinogradTransform(Bits = 128, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith128(
        int squares,
        float* points,
        nint pointStride,
        float* bias,
        float* residual,
        nint residualRow,
        float floor,
        float* y,
        nint rowStride,
        nint ahead
    );
}
