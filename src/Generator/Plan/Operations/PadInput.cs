using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>Copies the caller's images into planes with a border.</summary>
internal sealed record PadInput(InputPlanes Planes) : Operation("input")
{
    public override IEnumerable<Buffer> Reads => [];
    public override Buffer Writes => Planes;
    public override IEnumerable<string> Comment => ["input: a border of zeros"];

    public override string Formula(Func<Buffer, string> of) => LayerInfo.Images;

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf) =>
        [];

    protected override Call Call(CallScope scope) => new Call("PadImages").Add(scope[Planes]);
}
