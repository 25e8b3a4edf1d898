using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary>A model without a classifier: all commands take it but the one that needs classes.</summary>
public sealed class FeaturesTests
{
    private const string Model = "imagenet18";

    private static readonly ModelInfo Network = KnownModels.Get(Model).Info;

    [Fact]
    public void PackedWeightsGiveTheSame()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("features.safetensors", WeightFiles.For(Network));
        string packed = Path.Combine(directory.Path, "features.packed");
        Invocation.Run("pack", Model, weights, "-o", packed).Succeeded();
        Assert.Contains("Classes = 0", Invocation.Run("pack", "--verify", packed).Succeeded().Out);

        string[] arguments = ["embed", Samples.Of("bag"), "--model", Model, "--weights"];
        Invocation expected = Invocation.Run([.. arguments, weights]).Succeeded();
        Assert.Equal(512 + 1, Assert.Single(expected.Lines).Split('\t').Length);
        Assert.Equal(expected.Out, Invocation.Run([.. arguments, packed]).Succeeded().Out);
    }

    [Fact]
    public void SummarySaysThatThereIsNoClassifier()
    {
        Invocation run = Invocation.Run("summary", Model).Succeeded();
        Assert.Contains("Result     512 features, no classifier", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("avgpool ", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("fc ", StringComparison.Ordinal));
        Assert.Contains(
            "Result     2048 features -> 1000 classes",
            Invocation.Run("summary", "resnet50").Succeeded().Lines
        );

        JsonElement document = Invocation.Run("summary", Model, "--json").Succeeded().Json();
        Assert.Equal(0, document.GetProperty("classes").GetInt32());
        Assert.Equal(512, document.GetProperty("embeddingLength").GetInt32());
    }

    [Fact]
    public void ListHasNoClassesOfIt()
    {
        JsonElement entry = Assert.Single(
            Invocation.Run("list", "--json").Succeeded().Json().EnumerateArray(),
            entry => entry.GetProperty("name").GetString() == Model
        );
        Assert.Equal(0, entry.GetProperty("classes").GetInt32());
    }

    [Fact]
    public void BenchRunsItToItsFeatures()
    {
        JsonElement document = Invocation.Run("bench", Model, "--seconds", "0.1", "--json").Succeeded().Json();
        Assert.Equal(
            Network.Layers.Select(layer => layer.Name),
            document.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString())
        );
        Assert.True(document.GetProperty("runs").GetInt32() > 0);
    }
}
