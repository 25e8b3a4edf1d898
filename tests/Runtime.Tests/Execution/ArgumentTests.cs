namespace ResNetGen.Runtime.Tests.Execution;

public class ArgumentTests
{
    private const string Name = "ResNetGen.Runtime.Tests.Execution.TinyBasic";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(296)]
    [InlineData(298)]
    [InlineData((3 * 297) + 1)]
    public void ImagesOfAnotherSizeAreRefused(int length)
    {
        string expected =
            $"{Name} takes 1 to 3 images of 3 x 9 x 11 = 297 values each; found {length} values. (Parameter 'images')";
        Refuses("images", expected, model => model.Forward(new float[length], new float[5]));
        Refuses("images", expected, model => model.Embed(new float[length], new float[16]));
        Refuses(
            "images",
            expected,
            model => model.FeatureMap(new float[length], TinyBasic.Network.FeatureMaps[0], new float[8 * 9 * 11])
        );
    }

    [Fact]
    public void TooManyImagesAreRefusedWithTheBatchToDeclare() =>
        Refuses(
            "images",
            $"{Name} takes 1 to 3 images of 3 x 9 x 11 = 297 values each; found 1188 values. For more images in one call, declare Batch = 4. (Parameter 'images')",
            model => model.Forward(new float[4 * 297], new float[4 * 5])
        );

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(15)]
    public void LogitsOfAnotherLengthAreRefused(int length) =>
        Refuses(
            "logits",
            $"{Name} gives 5 classes for each image: 10 values for 2 image(s); found room for {length}. (Parameter 'logits')",
            model => model.Forward(new float[2 * 297], new float[length])
        );

    [Fact]
    public void ResultsThatOverlapTheImagesAreRefused()
    {
        float[] memory = new float[297];
        const string Found =
            $"{Name} writes its results while it reads images; found that they overlap. Give memory of their own.";
        Refuses("logits", $"{Found} (Parameter 'logits')", model => model.Forward(memory, memory.AsSpan(^5..)));
        Refuses(
            "embeddings",
            $"{Found} (Parameter 'embeddings')",
            model => model.Embed(memory, memory.AsSpan(..TinyBasic.EmbeddingLength))
        );
    }

    [Fact]
    public void EmbeddingsOfAnotherLengthAreRefused() =>
        Refuses(
            "embeddings",
            $"{Name} gives 16 features for each image: 16 values for 1 image(s); found room for 5. (Parameter 'embeddings')",
            model => model.Embed(new float[297], new float[5])
        );

    [Fact]
    public void AMapOfAnotherLengthIsRefused() =>
        Refuses(
            "values",
            $"{Name} gives 480 values for each image: 480 values for 1 image(s); found room for 481. (Parameter 'values')",
            model => model.FeatureMap(new float[297], TinyBasic.Network.FeatureMaps[2], new float[481])
        );

    [Fact]
    public void TimesForAnotherNumberOfLayersAreRefused() =>
        Refuses(
            "layers",
            $"{Name} has 8 layers; found room for 7 times. (Parameter 'layers')",
            model => model.Profile(new float[297], new float[5], new TimeSpan[7])
        );

    [Fact]
    public void AFeatureMapOfAnotherNetworkIsRefusedWithThoseThereAre() =>
        Refuses(
            "map",
            $"{Name} gives one of its own Network.FeatureMaps: relu, layer1, layer2; found layer1 of 56 x 17 x 16, which is another network's. (Parameter 'map')",
            model => model.FeatureMap(new float[297], TinyWinogradStride2.Network.FeatureMaps[1], new float[480])
        );

    [Fact]
    public void AFeatureMapOfTheSameShapeInAnotherNetworkIsRefusedToo() =>
        Refuses(
            "map",
            $"{Name} gives one of its own Network.FeatureMaps: relu, layer1, layer2; found layer2 of 16 x 5 x 6, which is another network's. (Parameter 'map')",
            model => model.FeatureMap(new float[297], Native.TinyExported.Network.FeatureMaps[2], new float[480])
        );

    [Fact]
    public void NoFeatureMapIsRefused()
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors);
        Assert.Throws<ArgumentNullException>("map", () => model.FeatureMap(new float[297], null!, new float[480]));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(257)]
    public void ThreadsOutOfRangeAreRefused(int threads)
    {
        ArgumentOutOfRangeException fromBytes = Assert.Throws<ArgumentOutOfRangeException>(
            "threads",
            () => TinyBasic.Load(TinyNetwork.Safetensors, threads)
        );
        ArgumentOutOfRangeException fromFile = Assert.Throws<ArgumentOutOfRangeException>(
            "threads",
            () => TinyBasic.Load("no such file", threads)
        );
        Assert.StartsWith("A model runs on 1 to 256 threads.", fromBytes.Message);
        Assert.StartsWith("A model runs on 1 to 256 threads.", fromFile.Message);
    }

    private static void Refuses(string parameter, string message, Action<TinyBasic> call)
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors);
        ArgumentException exception = Assert.Throws<ArgumentException>(parameter, () => call(model));
        Assert.Equal(message, exception.Message);

        // A refused call leaves the model as it was.
        float[] logits = new float[TinyNetwork.Logits.Length];
        model.Forward(TinyNetwork.Images, logits);
        Assert.Equal(TinyNetwork.Logits, logits);
    }
}
