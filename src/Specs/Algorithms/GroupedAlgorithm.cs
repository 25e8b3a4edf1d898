namespace ResNetGen;

/// <summary>3x3 sums over groups of 4 or 8 channels, several of them side by side in a vector.</summary>
internal sealed partial class GroupedAlgorithm() : ConvolutionAlgorithm(nameof(Grouped), "grouped")
{
    internal override string Method => "ConvolveGroups";

    internal override bool Fits(in ConvolutionShape shape, int images) =>
        shape is { FromPlanes: false, HasResidual: false }
        && GroupedLayout.Fits(shape.InChannels, shape.OutChannels, shape.Kernel, shape.Groups);

    internal override long WeightFloats(in ConvolutionShape shape) =>
        GroupedLayout.Weights(shape.OutChannels, shape.Groups);

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero) =>
        new((double)shape.MultiplyAdds * images, shape.Weights);

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("groupWidth", shape.InChannels / shape.Groups, 0), ("stride", shape.Stride, 1)];
}
