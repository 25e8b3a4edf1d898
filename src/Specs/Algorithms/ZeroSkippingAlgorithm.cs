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
        return new(0, direct.Weights, KeptProducts: nonZero * direct.Products);
    }

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("kernel", shape.Kernel, 1), ("stride", shape.Stride, 1)];
}
