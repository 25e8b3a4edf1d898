using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>The shortcut without parameters: every second row and column, zero channels on both sides.</summary>
internal sealed record ZeroPadShortcut(string Name, Activation Input, Activation Output, int Stride) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;

    // Zero channels before the first old one: half of the new ones, rounded down.
    private int ChannelsBefore => (Output.Channels - Input.Channels) / 2;

    public override IEnumerable<string> Comment =>
        [
            $"shortcut: {(Stride > 1 ? "every second row and column, " : "")}{ChannelsBefore} zero channels before, "
                + $"{Output.Channels - Input.Channels - ChannelsBefore} after",
        ];

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf)
    {
        LayerInfo layer = new(
            Name,
            block,
            LayerKind.ZeroPadShortcut,
            layerOf(Input),
            Input.Channels,
            Output.Channels,
            Output.Height,
            Output.Width,
            Stride: Stride
        );
        return [(layer, Output)];
    }

    protected override Call Call(CallScope scope) =>
        new Call("PadChannels")
            .Add(scope[Input])
            .Add(scope[Output])
            .Add("channelsBefore", $"{ChannelsBefore}")
            .Add("stride", $"{Stride}");
}
