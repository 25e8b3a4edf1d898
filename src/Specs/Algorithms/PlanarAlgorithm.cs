namespace ResNetGen;

/// <summary>The stem over planes: sums over the taps. Its few weights stay in the cache.</summary>
internal sealed partial class PlanarAlgorithm() : ConvolutionAlgorithm(nameof(Planar), "planar")
{
    internal override string Method => "ConvolveImages";

    internal override bool Fits(in ConvolutionShape shape, int images) => shape.FromPlanes && shape.Groups == 1;

    internal override long WeightFloats(in ConvolutionShape shape) =>
        PackedLayout.PlanarConvolution(shape.InChannels, shape.OutChannels, shape.Kernel);

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero) =>
        new(
            (double)images
                * shape.Kernel
                * shape.Kernel
                * shape.InChannels
                * shape.PaddedOut
                * shape.Height
                * shape.Width,
            0
        );

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("kernel", shape.Kernel, 0), ("stride", shape.Stride, 0)];
}
