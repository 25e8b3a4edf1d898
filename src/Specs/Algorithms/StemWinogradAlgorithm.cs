namespace ResNetGen;

/// <summary>
/// A 7x7 stem with stride 2 by Winograd over the phases of the image, its max pool in one go. Its weights stay in the
/// cache.
/// </summary>
internal sealed partial class StemWinogradAlgorithm()
    : ConvolutionAlgorithm(nameof(StemWinograd), "Winograd F(4x4,4x4)")
{
    internal override string Method => "ConvolveAndPoolImages";

    internal override bool Transforms => true;

    internal override bool Fits(in ConvolutionShape shape, int images) =>
        shape is { FromPlanes: true, Groups: 1 }
        && StemWinogradLayout.Fits(shape.InChannels, shape.Kernel, shape.Stride);

    internal override long WeightFloats(in ConvolutionShape shape) =>
        StemWinogradLayout.Weights(shape.InChannels, shape.OutChannels);

    internal override long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) =>
        StemWinogradLayout.WorkerScratch(shape.OutChannels, shape.Width);

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero)
    {
        double points =
            (double)images
            * StemWinogradLayout.Points
            * StemWinogradLayout.Across(shape.Height)
            * StemWinogradLayout.Across(shape.Width);
        return new(
            points * StemWinogradLayout.Inputs(shape.InChannels) * shape.PaddedOut,
            0,
            TransformedValues: points * (BlockedLayout.Lanes + shape.PaddedOut)
        );
    }

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) => [];
}
