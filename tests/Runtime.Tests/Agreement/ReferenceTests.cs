using Xunit.Abstractions;

namespace ResNetGen.Runtime.Tests.Agreement;

/// <summary>
/// Logits, embedding and every stage agree with torchvision's float64 results: within 1e-5 of the largest value in the
/// exact mode, within 3e-5 where Winograd is used.
/// </summary>
public class ReferenceTests(ITestOutputHelper output)
{
    private const double ExactTolerance = 1e-5;
    private const double WinogradTolerance = 3e-5;

    private static readonly VectorWidth[] Widths =
    [
        .. Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest),
    ];

    [Fact]
    public void ResNet18() => Agrees<ReferenceResNet18, DirectResNet18>("resnet18");

    [Fact]
    public void ResNet18For97x131() =>
        Agrees<ReferenceResNet18For97x131, DirectResNet18For97x131>("resnet18_97x131_b2_k7");

    [Fact]
    public void ResNet34() => Agrees<ReferenceResNet34, DirectResNet34>("resnet34");

    [Fact]
    public void ResNet50() => Agrees<ReferenceResNet50, DirectResNet50>("resnet50");

    [Fact]
    public void ResNet50For256x192() =>
        Agrees<ReferenceResNet50For256x192, DirectResNet50For256x192>("resnet50_256x192_k10");

    [Fact]
    public void ResNet101() => Agrees<ReferenceResNet101, DirectResNet101>("resnet101");

    [Fact]
    public void ResNet152() => Agrees<ReferenceResNet152, DirectResNet152>("resnet152");

    [Fact]
    public void ResNeXt50() => Agrees<ReferenceResNeXt50, DirectResNeXt50>("resnext50_32x4d");

    [Fact]
    public void WideResNet50() => Agrees<ReferenceWideResNet50, DirectWideResNet50>("wide_resnet50_2");

    [Fact]
    public void ResNet18WithoutAClassifier() => Agrees<FeaturesResNet18>("resnet18");

    [Fact]
    public void ResNet50WithoutAClassifier() => Agrees<FeaturesResNet50>("resnet50");

    private void Agrees<TModel>(string name)
        where TModel : class, IImageModel<TModel> =>
        Agrees<TModel>(
            name + ", features",
            Reference.Read(name),
            DeterministicWeights.Safetensors(TModel.Network),
            WinogradTolerance
        );

    private void Agrees<TModel, TDirect>(string name)
        where TModel : class, IImageModel<TModel>
        where TDirect : class, IImageModel<TDirect>
    {
        Reference reference = Reference.Read(name);
        byte[] weights = DeterministicWeights.Safetensors(TModel.Network);
        Agrees<TModel>(name, reference, weights, WinogradTolerance);
        Agrees<TDirect>(name + ", direct", reference, weights, ExactTolerance);
    }

    private void Agrees<TModel>(string name, Reference reference, byte[] weights, double tolerance)
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        Assert.Equal<int[]>(reference.Input[1..], [info.InputChannels, info.InputHeight, info.InputWidth]);

        float[] images = DeterministicWeights.Input(reference.Input[0] * info.InputLength);
        using Engine loaded = EngineOf<TModel>.Load(weights, threads: 1, VectorWidths.Widest);
        foreach (VectorWidth width in Widths)
        {
            using Engine engine = loaded.Fork(threads: 1, width);
            double logits = info.HasClassifier ? CheckLogits(engine, info, images, reference, tolerance) : 0;
            double embedding = CheckEmbedding(engine, info, images, reference, tolerance);
            double stages = CheckStages(engine, info, images, reference, tolerance);
            output.WriteLine(
                $"{name}, {width}: logits {logits:E1}, embedding {embedding:E1}, stages {stages:E1} of the largest"
            );
        }
    }

    private static double CheckLogits(
        Engine engine,
        ModelInfo info,
        float[] images,
        Reference reference,
        double tolerance
    )
    {
        double worst = 0;
        int count = reference.Input[0];
        for (int image = 0; image < count; image++)
        {
            // Alone, then behind and before another image: a batch must change nothing, to the bit.
            float[] alone = new float[info.Classes];
            ReadOnlySpan<float> pixels = images.AsSpan(image * info.InputLength, info.InputLength);
            engine.Forward(pixels, alone);
            worst = Math.Max(worst, Compare($"logits of image {image}", reference.Logits[image], alone, tolerance));
            Assert.Equal(IndexOfLargest(reference.Logits[image]), IndexOfLargest(alone));

            float[] pair = new float[2 * info.Classes];
            float[] other = [.. pixels];
            Array.Reverse(other);
            engine.Forward([.. other, .. pixels], pair);
            Assert.Equal(alone, pair[info.Classes..]);
            engine.Forward([.. pixels, .. other], pair);
            Assert.Equal(alone, pair[..info.Classes]);
        }

        return worst;
    }

    private static double CheckEmbedding(
        Engine engine,
        ModelInfo info,
        float[] images,
        Reference reference,
        double tolerance
    )
    {
        int count = reference.Input[0];
        float[] embeddings = new float[count * info.EmbeddingLength];
        engine.Embed(images, embeddings);
        return Enumerable
            .Range(0, count)
            .Max(image =>
                Compare(
                    $"embedding of image {image}",
                    reference.Embedding[image],
                    embeddings.AsSpan(image * info.EmbeddingLength, info.EmbeddingLength).ToArray(),
                    tolerance
                )
            );
    }

    private static double CheckStages(
        Engine engine,
        ModelInfo info,
        float[] images,
        Reference reference,
        double tolerance
    )
    {
        Assert.Equal(reference.Stages.Keys.Order(), info.FeatureMaps.Select(map => map.Name).Order());
        double worst = 0;
        foreach (FeatureMapInfo map in info.FeatureMaps)
        {
            ReferenceStage stage = reference.Stages[map.Name];
            Assert.Equal<int[]>(stage.Shape, [map.Channels, map.Height, map.Width]);

            float[] values = new float[map.Length];
            engine.FeatureMap(images.AsSpan(0, info.InputLength), map, values);
            float[] means =
            [
                .. values.Chunk(map.Height * map.Width).Select(plane => (float)plane.Average(value => (double)value)),
            ];
            worst = Math.Max(worst, Compare(map.Name, stage.ChannelMean, means, tolerance));
        }

        return worst;
    }

    private static double Compare(string what, float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(value => Math.Abs((double)value));
        double error = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max() / largest;
        Assert.True(error <= tolerance, $"{what}: {error:E1} of the largest value, where {tolerance:E0} is allowed.");
        return error;
    }

    private static int IndexOfLargest(float[] values) => Array.IndexOf(values, values.Max());
}
