namespace ResNetGen;

/// <summary>Direct sums over the inputs that are not zero.</summary>
internal sealed partial class ZeroSkippingAlgorithm() : ConvolutionAlgorithm(nameof(ZeroSkipping), "zero-skipping")
{
    internal override string Method => "ConvolveSkippingZeros";

    /// <summary>
    /// Weights come in whole chunks and slices. In longer rows, the sums of one would not stay in the cache.
    /// </summary>
    internal override bool Fits(in ConvolutionShape shape, int images) =>
        !shape.FromPlanes
        && ZeroSkippingLayout.Fits(shape.InChannels, shape.OutChannels, shape.Kernel, shape.Groups)
        && shape.Width <= ZeroSkippingLayout.MostPixels;

    internal override long WeightFloats(in ConvolutionShape shape) => Direct.WeightFloats(shape);

    internal override long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) =>
        ZeroSkippingLayout.WorkerScratch(
            shape.InChannels,
            place.Images,
            shape.Height,
            shape.Width,
            shape.Kernel,
            shape.Stride
        );

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero)
    {
        AlgorithmWork direct = Direct.Work(shape, images, nonZero);
        return new(
            0,
            direct.Weights,
            KeptProducts: nonZero * Inside(shape, shape.Height) * Inside(shape, shape.Width) * direct.Products
        );
    }

    // The part of a kernel's rows, or columns, that is in the image: outside are zeros too. Padding is half the kernel.
    private static double Inside(in ConvolutionShape shape, int outputs) =>
        1 - (shape.Kernel == 3 ? (shape.Stride == 1 ? 2 : 1) / (3.0 * outputs) : 0);

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("kernel", shape.Kernel, 1), ("stride", shape.Stride, 1)];
}
