using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>The first convolution, from planes to blocks; batch norm folded, ReLU fused.</summary>
internal sealed record StemConvolution(ConvolutionNode Node, InputPlanes Input, Activation Output)
    : Operation(Node.Name)
{
    private static readonly ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.Planar;

    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;

    /// <summary>What algorithms must know of it.</summary>
    public ConvolutionShape Shape => ShapeOf(Node, Output);

    public override IEnumerable<string> Comment =>
        [
            $"{Name} + {Node.BatchNorm} + relu: {Window(Node.Kernel, Node.Stride)}, "
                + $"{Input.Channels} -> {Output.Channels}, "
                + $"{(Node.Stride > 1 ? $"{Input.Height}x{Input.Width} -> " : "")}{Output.Size}, "
                + $"{Text.MultiplyAdds(Shape.MultiplyAdds)} multiply-adds",
        ];

    public override string Formula(Func<Buffer, string> of) => $"relu({Name}({of(Input)}))";

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [(Layer(Node, block, Output, Algorithm), Output)];

    protected override Call Call(CallScope scope) =>
        new Call(Algorithm.Method)
            .Add(scope[Input])
            .Add("weights", scope.Weights(Name))
            .Add(scope[Output])
            .Add(Algorithm.Arguments(Shape));

    /// <summary>The shape of a stem's convolution.</summary>
    public static ConvolutionShape ShapeOf(ConvolutionNode node, Activation output) =>
        new(
            (int)node.Input.Channels,
            output.Channels,
            output.Height,
            output.Width,
            node.Kernel,
            node.Stride,
            FromPlanes: true
        );

    /// <summary>The facts of a stem's convolution.</summary>
    public static LayerInfo Layer(
        ConvolutionNode node,
        string block,
        Activation output,
        ConvolutionAlgorithm algorithm
    ) =>
        new(
            node.Name,
            block,
            LayerKind.StemConvolution,
            LayerInfo.Images,
            (int)node.Input.Channels,
            output.Channels,
            output.Height,
            output.Width,
            node.BatchNorm,
            Activation: LayerActivation.ReLU,
            Kernel: node.Kernel,
            Stride: node.Stride,
            Algorithms: algorithm
        );
}
