using System.Collections.Concurrent;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>A network that does what a test says, of the shape of <see cref="TinyBasic"/>.</summary>
internal sealed class FakeModel : IImageClassifier<FakeModel>
{
    /// <summary>What loading a path throws.</summary>
    public static ConcurrentDictionary<string, Exception> Failures { get; } = [];

    public static ModelInfo Network => TinyBasic.Network;

    ModelInfo IImageModel.Network => Network;

    public Action Run { get; set; } = () => { };

    /// <summary>What forking throws.</summary>
    public Exception? ForkFailure { get; set; }

    public bool IsDisposed { get; private set; }

    public static FakeModel Load(string path, int threads = 1) =>
        Failures.TryGetValue(path, out Exception? failure) ? throw failure : new FakeModel();

    public static FakeModel Load(ReadOnlyMemory<byte> weights, int threads = 1) => new();

    public static FakeModel Load(string path, WeightOptions options, int threads = 1) => Load(path, threads);

    public static FakeModel Load(ReadOnlyMemory<byte> weights, WeightOptions options, int threads = 1) => new();

    /// <summary>A model, and what C has of it.</summary>
    public static (FakeModel Model, nint Handle) Create()
    {
        Assert.Equal(NativeStatus.Ok, Calls<FakeModel>.Create("any", out nint handle));
        return ((FakeModel)NativeHandles.Find<FakeModel>(handle).Model, handle);
    }

    public FakeModel Fork() => ForkFailure is { } failure ? throw failure : new FakeModel();

    public void Forward(ReadOnlySpan<float> images, Span<float> logits) => Run();

    public void Embed(ReadOnlySpan<float> images, Span<float> embeddings) => Run();

    public void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values) => Run();

    public void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers) => Run();

    public void Dispose() => IsDisposed = true;
}
