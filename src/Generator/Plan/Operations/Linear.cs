using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>The classifier.</summary>
internal sealed record Linear(string Name, Features Input, Features Output) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
    public override IEnumerable<string> Comment =>
        [
            $"{Name}: {Input.Count} -> {Output.Count}, "
                + $"{Text.MultiplyAdds((long)Input.Count * Output.Count)} multiply-adds",
        ];

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [(new(Name, block, LayerKind.Linear, layerOf(Input), Input.Count, Output.Count, 1, 1), Output)];

    protected override Call Call(CallScope scope) =>
        new Call("Linear").Add(scope[Input]).Add("weights", scope.Weights(Name)).Add(scope[Output]);
}
