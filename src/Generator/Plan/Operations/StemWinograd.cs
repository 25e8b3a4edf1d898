using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// A 7x7 stem with stride 2 by Winograd and its max pool, from the caller's images to blocks; batch norm folded, ReLU
/// and pool fused. The map before the pool is written only for a caller who asks for it.
/// </summary>
internal sealed record StemWinograd(ConvolutionNode Node, Activation Output, Activation Pooled) : Operation(Node.Name)
{
    private static readonly ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.StemWinograd;

    public override IEnumerable<Buffer> Reads => [];
    public override Buffer Writes => Pooled;
    public override Buffer? WritesOnRequest => Output;

    private ConvolutionShape Shape => StemConvolution.ShapeOf(Node, Output);

    public override IEnumerable<string> Comment =>
        [
            $"{Name} + {Node.BatchNorm} + relu: {Window(Node.Kernel, Node.Stride)}, {Shape.InChannels} -> {Output.Channels}, "
                + $"{Node.Input.Height}x{Node.Input.Width} -> {Output.Size}, {Algorithm.Name}, "
                + $"{Text.MultiplyAdds(Shape.MultiplyAdds)} multiply-adds; maxpool: 3x3/2 -> {Pooled.Size}",
        ];

    public override string Formula(Func<Buffer, string> of) => $"maxpool(relu({Name}({LayerInfo.Images})))";

    public override long WorkerScratch(Func<Buffer, int> haloOf) => Algorithm.WorkerScratch(Shape, default);

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [
            (StemConvolution.Layer(Node, block, Output, Algorithm), Output),
            (MaxPool.Layer(block, Name, Output, Pooled), Pooled),
        ];

    protected override Call Call(CallScope scope) =>
        new Call(Algorithm.Method)
            .Add("channels", $"{Node.Input.Channels}")
            .Add("height", $"{Node.Input.Height}")
            .Add("width", $"{Node.Input.Width}")
            .Add("weights", scope.Weights(Name))
            .Add(scope[Output])
            .Add(scope[Pooled]);
}
