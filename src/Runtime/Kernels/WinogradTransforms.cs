using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The transforms round a Winograd convolution, on 16 channels of one square. Inputs: from a square of (m + 2) x (m + 2) pixels, or with stride 2 of
/// (2m + 1) x (2m + 1), to as many points. Outputs: from the products at these points to m x m pixels, with bias, residual and floor. Their bodies are emitted.
/// </summary>
internal static unsafe partial class WinogradTransforms
{
    /// <summary>Transforms a square of inputs.</summary>
    public static void Input(VectorWidth width, int m, int stride, float* x, nint rowStride, float* points, nint pointStride)
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            if (m == 4)
            {
                Input4With512(x, rowStride, points, pointStride);
            }
            else if (stride == 2)
            {
                Input2Stride2With512(x, rowStride, points, pointStride);
            }
            else
            {
                Input2With512(x, rowStride, points, pointStride);
            }
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            if (m == 4)
            {
                Input4With256(x, rowStride, points, pointStride);
            }
            else if (stride == 2)
            {
                Input2Stride2With256(x, rowStride, points, pointStride);
            }
            else
            {
                Input2With256(x, rowStride, points, pointStride);
            }
        }
        else if (m == 4)
        {
            Input4With128(x, rowStride, points, pointStride);
        }
        else if (stride == 2)
        {
            Input2Stride2With128(x, rowStride, points, pointStride);
        }
        else
        {
            Input2With128(x, rowStride, points, pointStride);
        }
    }

    /// <summary>Transforms the products of a square to its outputs.</summary>
    public static void Output(
        VectorWidth width, int m, int stride, float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride)
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            if (m == 4)
            {
                Output4With512(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
            else if (stride == 2)
            {
                Output2Stride2With512(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
            else
            {
                Output2With512(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            if (m == 4)
            {
                Output4With256(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
            else if (stride == 2)
            {
                Output2Stride2With256(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
            else
            {
                Output2With256(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
            }
        }
        else if (m == 4)
        {
            Output4With128(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
        }
        else if (stride == 2)
        {
            Output2Stride2With128(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
        }
        else
        {
            Output2With128(points, pointStride, bias, residual, residualRow, floor, y, rowStride);
        }
    }

    /// <summary>Transforms a square of phases of the image.</summary>
    public static void StemInput(VectorWidth width, float* x, nint rowStride, float* points, nint pointStride)
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            StemInputWith512(x, rowStride, points, pointStride);
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            StemInputWith256(x, rowStride, points, pointStride);
        }
        else
        {
            StemInputWith128(x, rowStride, points, pointStride);
        }
    }

    /// <summary>Transforms the products of a square of the stem to its outputs.</summary>
    public static void StemOutput(VectorWidth width, float* points, nint pointStride, float* bias, float floor, float* y, nint rowStride)
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            StemOutputWith512(points, pointStride, bias, null, 0, floor, y, rowStride);
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            StemOutputWith256(points, pointStride, bias, null, 0, floor, y, rowStride);
        }
        else
        {
            StemOutputWith128(points, pointStride, bias, null, 0, floor, y, rowStride);
        }
    }

    [WinogradTransform(Bits = 512, Outputs = 4, IsInput = true)]
    private static partial void Input4With512(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 256, Outputs = 4, IsInput = true)]
    private static partial void Input4With256(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 128, Outputs = 4, IsInput = true)]
    private static partial void Input4With128(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 512, Outputs = 2, IsInput = true)]
    private static partial void Input2With512(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 256, Outputs = 2, IsInput = true)]
    private static partial void Input2With256(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 128, Outputs = 2, IsInput = true)]
    private static partial void Input2With128(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 512, Outputs = 2, Stride = 2, IsInput = true)]
    private static partial void Input2Stride2With512(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 256, Outputs = 2, Stride = 2, IsInput = true)]
    private static partial void Input2Stride2With256(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 128, Outputs = 2, Stride = 2, IsInput = true)]
    private static partial void Input2Stride2With128(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 512, Outputs = 4, IsInput = false)]
    private static partial void Output4With512(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 256, Outputs = 4, IsInput = false)]
    private static partial void Output4With256(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 128, Outputs = 4, IsInput = false)]
    private static partial void Output4With128(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 512, Outputs = 2, IsInput = false)]
    private static partial void Output2With512(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 256, Outputs = 2, IsInput = false)]
    private static partial void Output2With256(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 128, Outputs = 2, IsInput = false)]
    private static partial void Output2With128(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 512, Outputs = 2, Stride = 2, IsInput = false)]
    private static partial void Output2Stride2With512(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 256, Outputs = 2, Stride = 2, IsInput = false)]
    private static partial void Output2Stride2With256(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 128, Outputs = 2, Stride = 2, IsInput = false)]
    private static partial void Output2Stride2With128(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 512, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith512(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 256, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith256(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 128, Outputs = 4, Taps = 4, IsInput = true)]
    private static partial void StemInputWith128(float* x, nint rowStride, float* points, nint pointStride);

    [WinogradTransform(Bits = 512, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith512(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 256, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith256(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);

    [WinogradTransform(Bits = 128, Outputs = 4, Taps = 4, IsInput = false)]
    private static partial void StemOutputWith128(float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride);
}
