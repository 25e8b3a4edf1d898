namespace ResNetGen.Generator.Plan;

/// <summary>
/// One number for each channel or class of each image: <c>[channel / 16][image][16]</c>, so that the images are a
/// linear layer's pixels.
/// </summary>
internal sealed class Features(int count) : Buffer
{
    public int Count { get; } = count;

    public override long FloatsPerImage => (long)BlockedLayout.Blocks(Count) * BlockedLayout.Lanes;
}
