namespace ResNetGen.Generator.Plan;

/// <summary>
/// One number for each channel or class of each image: <c>[channel / 16][image][16]</c>, so that the images are a
/// linear layer's pixels.
/// </summary>
internal sealed class Features(string role, int count) : Buffer(role)
{
    public int Count { get; } = count;

    public override string TypeName => "Features";

    public override long FloatsPerImage(int halo) => (long)BlockedLayout.Blocks(Count) * BlockedLayout.Lanes;

    public override string Arguments(int halo) => $"count: {Count}";
}
