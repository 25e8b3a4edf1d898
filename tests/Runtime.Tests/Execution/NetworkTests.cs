using System.Diagnostics;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Reference;
using ResNetGen.Runtime.Tests.Weights;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>
/// Whole networks give what the definitions of their layers give, on each vector width, and the same bits in any
/// company.
/// </summary>
public class NetworkTests
{
    private const double Tolerance = 1e-5;
    private const double WinogradTolerance = 3e-5;

    [Fact]
    public void Basic() => Check<TinyBasic>();

    [Fact]
    public void GroupedBottleneck() => Check<TinyGroupedBottleneck>();

    [Fact]
    public void ZeroPad() => Check<TinyZeroPad>();

    [Fact]
    public void EarlyStride() => Check<TinyEarlyStride>();

    [Fact]
    public void Direct() => Check<TinyDirect>();

    [Fact]
    public void NarrowGroups() => Check<TinyNarrowGroups>();

    [Fact]
    public void WinogradStride2()
    {
        Assert.Contains(
            TinyWinogradStride2.Network.Layers,
            layer => layer.Algorithm == ConvolutionAlgorithm.WinogradStride2
        );
        Check<TinyWinogradStride2>();
    }

    [Fact]
    public void ZeroSkipping()
    {
        IEnumerable<LayerInfo> skipping = TinyZeroSkipping.Network.Layers.Where(layer =>
            layer.Algorithm == ConvolutionAlgorithm.ZeroSkipping
        );
        Assert.Equal(
            [(1, 1), (1, 2), (3, 2)],
            skipping.Select(layer => (layer.Kernel, layer.Stride)).Distinct().Order()
        );
        Check<TinyZeroSkipping>();
    }

    [Fact]
    public void Winograd2()
    {
        Assert.Contains(TinyNarrowMap.Network.Layers, layer => layer.Algorithm == ConvolutionAlgorithm.Winograd2);
        Check<TinyNarrowMap>();
    }

    [Fact]
    public void WinogradFromTaps()
    {
        Assert.Contains(SmallMapOne.Network.Layers, layer => layer.Algorithm == ConvolutionAlgorithm.Winograd4FromTaps);
        Check<SmallMapOne>();
    }

    [Fact]
    public void ImageByImage()
    {
        Assert.Contains(
            TinyImageByImage.Network.Layers,
            layer => layer.Algorithm == ConvolutionAlgorithm.Winograd4Stride2
        );
        Check<TinyImageByImage>();
    }

    [Fact]
    public void AlgorithmsByWidth()
    {
        Assert.Contains(TinyByWidth.Network.Layers, layer => layer.Algorithms is { IsUniform: false });
        Check<TinyByWidth>();
    }

    [Fact]
    public void WithoutAClassifier()
    {
        Check<FeaturesTinyBasic>();
        Check<FeaturesTinyGroupedBottleneck>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ProfileGivesTheLogitsAndATimeForEachLayer(int threads)
    {
        ModelInfo info = TinyImageByImage.Network;
        using TinyImageByImage model = TinyImageByImage.Load(DeterministicWeights.Safetensors(info), threads);
        float[] images = DeterministicWeights.Input(info.Batch * info.InputLength);
        float[] expected = new float[info.Batch * info.Classes];
        model.Forward(images, expected);

        float[] logits = new float[expected.Length];
        TimeSpan[] layers = new TimeSpan[info.Layers.Count];
        long start = Stopwatch.GetTimestamp();
        model.Profile(images, logits, layers);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

        Assert.Equal(expected, logits);
        // A TimeSpan has units of 100 ns: of a tiny layer, less can be left for the caller's thread.
        Assert.All(layers, time => Assert.True(time >= TimeSpan.Zero));
        Assert.All(
            info.Layers.Zip(layers),
            layer =>
                Assert.True(
                    layer.First.Kind is not (LayerKind.StemConvolution or LayerKind.Convolution)
                        || layer.First.Kernel == 1
                        || layer.Second > TimeSpan.Zero
                )
        );
        Assert.True(layers.Aggregate(TimeSpan.Zero, (sum, time) => sum + time) <= elapsed);
    }

    [Fact]
    public void MoreThreadsThanRowsAreAsGoodAsOne()
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads: 256);
        float[] logits = new float[TinyNetwork.Logits.Length];
        model.Forward(TinyNetwork.Images, logits);
        Assert.Equal(TinyNetwork.Logits, logits);
    }

    private static void Check<TModel>()
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        bool isExact = info.Layers.All(layer => layer.Algorithm?.Transforms != true);
        double tolerance = isExact ? Tolerance : WinogradTolerance;
        byte[] safetensors = DeterministicWeights.Safetensors(info);
        Tensor images = Tensor.Deterministic(info.Batch, info.InputChannels, info.InputHeight, info.InputWidth);
        NetworkReference reference = NetworkReference.Run(info, safetensors, images);
        Assert.Equal(reference.FeatureMaps.Keys, info.FeatureMaps.Select(map => map.Name));

        foreach (VectorWidth width in Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest))
        {
            Output[]? first = null;
            // Three images: two workers share the last, three have one each, four share all.
            foreach (int threads in new[] { 1, 2, 3, 4 })
            {
                using Engine engine = EngineOf<TModel>.Load(safetensors, threads, width);

                // What an earlier run leaves in the workspace must not matter.
                engine.Forward([.. images.Values.Select(_ => float.NaN)], new float[info.Batch * info.ResultLength]);
                Output[] outputs = [.. Outputs(engine, info, images.ToSingles(), info.Batch)];
                first ??= outputs;
                foreach ((Output output, Output same) in outputs.Zip(first))
                {
                    Compare($"{output.Name}, {width}", output.Of(reference), output.Values, tolerance);
                    Assert.Equal(same.Values, output.Values);
                }

                CheckEachImageAlone(engine, info, images.ToSingles(), outputs);
            }
        }
    }

    private static void CheckEachImageAlone(Engine engine, ModelInfo info, float[] images, Output[] outputs)
    {
        for (int image = 0; image < info.Batch; image++)
        {
            Output[] alone =
            [
                .. Outputs(engine, info, images[(image * info.InputLength)..((image + 1) * info.InputLength)], 1),
            ];
            foreach ((Output output, Output one) in outputs.Zip(alone))
            {
                int length = one.Values.Length;
                Assert.Equal(output.Values[(image * length)..((image + 1) * length)], one.Values);
            }
        }
    }

    private static IEnumerable<Output> Outputs(Engine engine, ModelInfo info, float[] images, int count)
    {
        if (info.HasClassifier)
        {
            float[] logits = new float[count * info.Classes];
            engine.Forward(images, logits);
            yield return new("logits", reference => reference.Logits, logits);
        }

        float[] embeddings = new float[count * info.EmbeddingLength];
        engine.Embed(images, embeddings);
        yield return new("embedding", reference => reference.Embedding, embeddings);

        foreach (FeatureMapInfo map in info.FeatureMaps)
        {
            float[] values = new float[count * map.Length];
            engine.FeatureMap(images, map, values);
            yield return new(map.Name, reference => reference.FeatureMaps[map.Name], values);
        }
    }

    private static void Compare(string what, Tensor expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Values.Length, actual.Length);
        double largest = expected.Absolute().Values.Max();
        double error = expected.Values.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / largest;
        Assert.True(error <= tolerance, $"{what}: {error:E1} of the largest value, where {tolerance:E0} is allowed.");
    }

    private sealed record Output(string Name, Func<NetworkReference, Tensor> Of, float[] Values);
}
