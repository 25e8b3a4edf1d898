using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>1x1 and 3x3 convolution that spends nothing on inputs that are zero, as half of them are behind ReLU.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ZeroSkippingConvolution
{
    /// <summary>Writes <c>y = max(floor, conv(x) + bias + residual)</c>.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="x">Input; 64 divides its channels, and its halo is at least half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output; 128 divides its channels. It shares no memory with the others, for it holds partial sums.</param>
    /// <param name="kernel">Rows and columns of the kernel, 1 or 3; the padding is half of it.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public static void ConvolveSkippingZeros(
        this in Worker w, Activation x, long weights, Activation y, int kernel = 1, int stride = 1, Activation residual = default, bool relu = false)
    {
        ZeroSkippingPasses passes = new(w, x, weights, y, kernel, stride, residual, relu);
        Units units = w.Divide(passes.Units);
        while (units.TryTake(out int unit))
        {
            passes.Run(unit);
        }

        w.Done();
    }
}
