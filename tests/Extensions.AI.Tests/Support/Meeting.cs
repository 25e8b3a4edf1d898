using ResNetGen.Weights;

namespace ResNetGen.Extensions.AI.Tests.Support;

/// <summary>A network in whose runs the callers wait for each other: a run alone does not end.</summary>
public sealed class Meeting(Barrier barrier) : IImageModel<Meeting>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static ModelInfo Network => OneByOne.Network;

    ModelInfo IImageModel.Network => Network;

    public static Meeting Load(string path, int threads = 1) => throw new NotSupportedException();

    public static Meeting Load(string path, WeightOptions options, int threads = 1) =>
        throw new NotSupportedException();

    public static Meeting Load(ReadOnlyMemory<byte> weights, int threads = 1) => throw new NotSupportedException();

    public static Meeting Load(ReadOnlyMemory<byte> weights, WeightOptions options, int threads = 1) =>
        throw new NotSupportedException();

    public Meeting Fork() => new(barrier);

    public void Embed(ReadOnlySpan<float> images, Span<float> embeddings) =>
        Assert.True(barrier.SignalAndWait(Patience), "nobody else came");

    public void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values) =>
        throw new NotSupportedException();

    public void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers) =>
        throw new NotSupportedException();

    public void Dispose() { }
}
