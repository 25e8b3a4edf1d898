using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Weights;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>A network without a classifier (<c>Classes = 0</c>) is the same network up to its features.</summary>
public sealed class FeaturesTests
{
    private static readonly VectorWidth[] Widths =
    [
        .. Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest),
    ];

    [Fact]
    public void DepthPresetHasTheSameBits() => HasTheSameBits<FeaturesResNet18, ReferenceResNet18>();

    [Fact]
    public void StemOfSmallImagesHasTheSameBits() => HasTheSameBits<FeaturesTinyBasic, TinyBasic>();

    [Fact]
    public void BottlenecksHaveTheSameBits() => HasTheSameBits<FeaturesTinyGroupedBottleneck, TinyGroupedBottleneck>();

    [Fact]
    public void ImagesOneByOneHaveTheSameBits() => HasTheSameBits<FeaturesTinyImageByImage, TinyImageByImage>();

    [Fact]
    public void TheClassHasNothingOfAClassifier()
    {
        Type type = typeof(FeaturesTinyBasic);
        Assert.False(type.IsAssignableTo(typeof(IImageClassifier)));
        Assert.True(type.IsAssignableTo(typeof(IImageModel<FeaturesTinyBasic>)));
        Assert.Null(type.GetMethod("Forward"));
        Assert.Null(type.GetField("Classes"));

        ModelInfo info = FeaturesTinyBasic.Network;
        Assert.False(info.HasClassifier);
        Assert.Equal((0, 16, 16), (info.Classes, info.EmbeddingLength, info.ResultLength));
        Assert.DoesNotContain(
            ExpectedTensors.Of(info),
            tensor => tensor.Name.StartsWith("fc.", StringComparison.Ordinal)
        );
        Assert.Equal((5, 16, 5), (TinyBasic.Classes, TinyBasic.EmbeddingLength, TinyBasic.Network.ResultLength));
        Assert.True(TinyBasic.Network.HasClassifier);
    }

    [Fact]
    public void RoomForLogitsIsRefused()
    {
        using FeaturesTinyBasic model = Load();
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "results",
            () =>
                model.Profile(
                    new float[FeaturesTinyBasic.InputLength],
                    new float[5],
                    new TimeSpan[FeaturesTinyBasic.Network.Layers.Count]
                )
        );
        Assert.Equal(
            $"{FeaturesTinyBasic.Network.Name} gives 16 features for each image: 16 values for 1 image(s); found room for 5. "
                + "(Parameter 'results')",
            exception.Message
        );
    }

    [Fact]
    public void AFileWithAClassifierIsToldWhatToDo()
    {
        WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            FeaturesTinyBasic.Load(TinyNetwork.Safetensors)
        );
        Assert.StartsWith(
            "The file has a classifier of 5 classes, the network has none: declare Classes = 5, or ignore it: ",
            Assert.Single(exception.Hints),
            StringComparison.Ordinal
        );
        using FeaturesTinyBasic ignoring = FeaturesTinyBasic.Load(
            TinyNetwork.Safetensors,
            new WeightOptions { Ignore = ["fc.*"] }
        );
        using FeaturesTinyBasic expected = Load();
        Assert.Equal(PackedBytes.Results(expected), PackedBytes.Results(ignoring));
    }

    [Fact]
    public void AFileWithoutAClassifierIsForANetworkWithout()
    {
        WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            TinyBasic.Load(DeterministicWeights.Safetensors(FeaturesTinyBasic.Network))
        );
        Assert.Equal(
            ["The file has no classifier, the network has one of 5 classes: declare Classes = 0."],
            exception.Hints
        );
    }

    /// <summary>Neither takes what was packed for the other, though all but the classifier is the same.</summary>
    [Theory]
    [InlineData(WeightStorage.F32, null)]
    [InlineData(WeightStorage.F16, null)]
    [InlineData(WeightStorage.BF16, VectorWidth.Vector256)]
    [InlineData(WeightStorage.F32, VectorWidth.Vector128)]
    public void PackedFilesAreNotExchanged(WeightStorage storage, VectorWidth? vectors)
    {
        string folder = Directory.CreateTempSubdirectory("features-").FullName;
        try
        {
            string features = Pack<FeaturesTinyBasic>(folder, storage, vectors);
            string whole = Pack<TinyBasic>(folder, storage, vectors);
            using FeaturesTinyBasic own = FeaturesTinyBasic.Load(features);
            Assert.Contains(PackedBytes.Results(own), value => value != 0);
            Refuses(() => TinyBasic.Load(features), ": fc.bias is missing");
            Refuses(() => TinyBasic.Load(File.ReadAllBytes(features)), ": fc.bias is missing");
            Refuses(() => FeaturesTinyBasic.Load(whole), "\"fc.bias\" is there, where nothing is expected");
            Refuses(
                () => FeaturesTinyBasic.Load(File.ReadAllBytes(whole)),
                "\"fc.bias\" is there, where nothing is expected"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task APoolLendsIt()
    {
        using ModelPool<FeaturesTinyBasic> pool = new(Load(), size: 2);
        using ModelLease<FeaturesTinyBasic> first = pool.Rent();
        using ModelLease<FeaturesTinyBasic> second = await pool.RentAsync();
        Assert.NotSame(first.Model, second.Model);
        Assert.Equal(PackedBytes.Results(first.Model), PackedBytes.Results(second.Model));
    }

    private static void Refuses(Func<object> load, string difference) =>
        Assert.Contains(difference, Assert.Throws<WeightFileException>(load).Message);

    private static string Pack<TModel>(string folder, WeightStorage storage, VectorWidth? vectors)
        where TModel : class, IImageModel<TModel>
    {
        string safetensors = Path.Combine(folder, "weights.safetensors"),
            packed = Path.Combine(folder, TModel.Network.Name);
        File.WriteAllBytes(safetensors, DeterministicWeights.Safetensors(TModel.Network));
        PackedWeights.Pack<TModel>(safetensors, packed, storage, vectors);
        return packed;
    }

    private static FeaturesTinyBasic Load() =>
        FeaturesTinyBasic.Load(DeterministicWeights.Safetensors(FeaturesTinyBasic.Network));

    private static void HasTheSameBits<TFeatures, TClassifier>()
        where TFeatures : class, IImageModel<TFeatures>
        where TClassifier : class, IImageClassifier<TClassifier>
    {
        ModelInfo info = TFeatures.Network,
            whole = TClassifier.Network;
        Assert.Equal(whole.Layers.SkipLast(1), info.Layers);
        byte[] safetensors = DeterministicWeights.Safetensors(info);
        byte[] wholeSafetensors = DeterministicWeights.Safetensors(whole);
        foreach (VectorWidth width in Widths)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                using Engine features = EngineOf<TFeatures>.Load(safetensors, threads, width);
                using Engine classifier = EngineOf<TClassifier>.Load(wholeSafetensors, threads, width);
                for (int count = 1; count <= info.Batch; count++)
                {
                    CheckRun(features, classifier, info, whole, DeterministicWeights.Input(count * info.InputLength));
                }
            }
        }
    }

    private static void CheckRun(Engine features, Engine classifier, ModelInfo info, ModelInfo whole, float[] images)
    {
        int count = images.Length / info.InputLength;
        float[] expected = new float[count * whole.EmbeddingLength],
            actual = new float[expected.Length],
            profiled = new float[expected.Length];
        classifier.Embed(images, expected);
        features.Embed(images, actual);
        features.Profile(images, profiled, new TimeSpan[info.Layers.Count]);
        Assert.Contains(expected, value => value != 0);
        Assert.Equal(expected, actual);
        Assert.Equal(expected, profiled);

        foreach ((FeatureMapInfo map, FeatureMapInfo other) in info.FeatureMaps.Zip(whole.FeatureMaps))
        {
            float[] expectedMap = new float[count * other.Length],
                actualMap = new float[count * map.Length];
            classifier.FeatureMap(images, other, expectedMap);
            features.FeatureMap(images, map, actualMap);
            Assert.Equal(expectedMap, actualMap);
        }
    }
}
