namespace ResNetGen.Transfer.Tests.Support;

/// <summary>A network that counts its runs, those of its forks too.</summary>
internal sealed class CountingModel(IImageModel model, CountingModel.Counter counter) : IImageModel
{
    public ModelInfo Network => model.Network;

    public void Embed(ReadOnlySpan<float> images, Span<float> embeddings)
    {
        Interlocked.Increment(ref counter.Runs);
        model.Embed(images, embeddings);
    }

    public void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values) =>
        model.FeatureMap(images, map, values);

    public void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers) =>
        model.Profile(images, results, layers);

    public IImageModel Fork() => new CountingModel(model.Fork(), counter);

    public void Dispose() => model.Dispose();

    internal sealed class Counter
    {
        public int Runs;
    }
}
