using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>3x3 max pooling with stride 2 and padding 1.</summary>
internal sealed record MaxPool(Activation Input, Activation Output) : Operation(ModuleName)
{
    private const string ModuleName = "maxpool";

    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
    public override int InputHalo => 1;
    public override IEnumerable<string> Comment => [$"{Name}: 3x3/2, {Input.Size} -> {Output.Size}"];

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [(Layer(block, layerOf(Input), Input, Output), Output)];

    protected override Call Call(CallScope scope) => new Call("MaxPool3x3").Add(scope[Input]).Add(scope[Output]);

    /// <summary>The facts of the pool.</summary>
    public static LayerInfo Layer(string block, string input, Activation x, Activation y) =>
        new(
            ModuleName,
            block,
            LayerKind.MaxPool,
            input,
            x.Channels,
            y.Channels,
            y.Height,
            y.Width,
            Kernel: 3,
            Stride: 2
        );
}
