namespace ResNetGen.Runtime;

/// <summary>
/// 1x1 and 3x3 convolution that spends nothing on inputs that are zero, as half of them are behind ReLU.
/// </summary>
internal static class ZeroSkippingConvolution
{
    /// <inheritdoc cref="Worker.ConvolveSkippingZeros"/>
    public static void ConvolveSkippingZeros(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int kernel,
        int stride,
        Activation residual,
        bool relu
    )
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
