using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Cli.Tests;

/// <summary>A model without a classifier: all commands take it but the one that needs classes.</summary>
[CollectionDefinition(nameof(FeaturesTests), DisableParallelization = true)]
[Collection(nameof(FeaturesTests))]
public sealed class FeaturesTests : IDisposable
{
    private readonly IReadOnlyList<KnownModel> _known = KnownModels.All;
    private readonly TemporaryDirectory _directory = new();
    private readonly string _weights;

    public FeaturesTests()
    {
        KnownModels.All = [.. _known, new FeaturesModel()];
        _weights = _directory.Write("features.safetensors", WeightFiles.For(Features.Network));
    }

    public void Dispose()
    {
        KnownModels.All = _known;
        _directory.Dispose();
    }

    [Fact]
    public void EmbedGivesTheFeatures()
    {
        Invocation run = Invocation
            .Run("embed", Samples.Of("bag"), "--model", "features", "--weights", _weights)
            .Succeeded();
        Assert.Equal(
            Expected(),
            Assert.Single(run.Lines).Split('\t')[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void PackedWeightsGiveTheSame()
    {
        string packed = Path.Combine(_directory.Path, "features.packed");
        Invocation.Run("pack", "features", _weights, "-o", packed).Succeeded();
        Assert.Contains("Classes = 0", Invocation.Run("pack", "--verify", packed).Succeeded().Out);

        string[] arguments = ["embed", Samples.Of("bag"), "--model", "features", "--weights"];
        Assert.Equal(
            Invocation.Run([.. arguments, _weights]).Succeeded().Out,
            Invocation.Run([.. arguments, packed]).Succeeded().Out
        );
    }

    [Fact]
    public void ClassifySaysWhatToDo() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "features", "--weights", _weights)
            .Failed(
                ExitCode.Usage,
                "resnetgen: features has no classifier, and so no classes: 'resnetgen embed' gives its features."
                    + Environment.NewLine
            );

    [Fact]
    public void SummarySaysThatThereIsNoClassifier()
    {
        Invocation run = Invocation.Run("summary", "features").Succeeded();
        Assert.Contains("Result     32 features, no classifier", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("avgpool ", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("fc ", StringComparison.Ordinal));
        Assert.Contains(
            "Result     2048 features -> 1000 classes",
            Invocation.Run("summary", "resnet50").Succeeded().Lines
        );

        JsonElement document = Invocation.Run("summary", "features", "--json").Succeeded().Json();
        Assert.Equal(0, document.GetProperty("classes").GetInt32());
        Assert.Equal(32, document.GetProperty("embeddingLength").GetInt32());
    }

    [Fact]
    public void ListHasNoClassesOfIt() =>
        Assert.Equal(
            0,
            Invocation
                .Run("list", "--json")
                .Succeeded()
                .Json()
                .EnumerateArray()
                .Last()
                .GetProperty("classes")
                .GetInt32()
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BenchRunsItToItsFeatures(bool madeUp)
    {
        JsonElement document = Invocation
            .Run(["bench", "features", "--seconds", "0.1", "--json", .. madeUp ? [] : new[] { "--weights", _weights }])
            .Succeeded()
            .Json();
        Assert.Equal(
            Features.Network.Layers.Select(layer => layer.Name),
            document.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString())
        );
        Assert.True(document.GetProperty("runs").GetInt32() > 0);
    }

    private float[] Expected()
    {
        using Features model = Features.Load(_weights);
        float[] features = new float[Features.EmbeddingLength];
        model.Embed(Preprocessing.FashionMnist.Apply(Picture.Load(Samples.Of("bag"))), features);
        return features;
    }
}
