using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>The mean of each channel: the embedding.</summary>
internal sealed record GlobalAveragePool(Activation Input, Features Output) : Operation("avgpool")
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
    public override IEnumerable<string> Comment => [$"{Name}: {Input.Channels} x {Input.Size} -> {Input.Channels}"];

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [(new(Name, block, LayerKind.GlobalAveragePool, layerOf(Input), Input.Channels, Output.Count, 1, 1), Output)];

    protected override Call Call(CallScope scope) => new Call("AveragePool").Add(scope[Input]).Add(scope[Output]);
}
