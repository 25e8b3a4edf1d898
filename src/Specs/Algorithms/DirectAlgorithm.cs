namespace ResNetGen;

/// <summary>Sums over the taps.</summary>
internal sealed partial class DirectAlgorithm() : ConvolutionAlgorithm(nameof(Direct), "direct")
{
    internal override string Method => "Convolve";

    internal override bool Fits(in ConvolutionShape shape, int images) => !shape.FromPlanes;

    internal override long WeightFloats(in ConvolutionShape shape) =>
        PackedLayout.Convolution(shape.InChannels, shape.OutChannels, shape.Kernel, shape.Groups);

    internal override long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) =>
        DirectLayout.WorkerScratch(
            shape.InChannels,
            shape.Kernel,
            shape.Stride,
            shape.Groups,
            shape.Height,
            shape.Width,
            place.InputHalo,
            place.OutputHalo
        );

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero)
    {
        double weights = WeightFloats(shape);
        return new(weights * shape.Height * shape.Width * images, weights);
    }

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("kernel", shape.Kernel, 1), ("stride", shape.Stride, 1), ("groups", shape.Groups, 1)];
}
