using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using static ResNetGen.Cli.Tests.Support.Fitting;

namespace ResNetGen.Cli.Tests;

/// <summary>Other commands with a classifier that <c>fit</c> has written.</summary>
public sealed class LearntClassifierTests
{
    [Fact]
    public void ClassifyAndEvalTakeTheFileAsItIs()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 12),
            others = classes.AddFashion("others", [1, 8, 9], count: 10, skip: 12),
            file = classes.In("three.safetensors");
        Fit(pictures, file).Succeeded();

        Invocation classified = Invocation
            .Run("classify", Path.Combine(others, "class-8"), "--weights", file)
            .Succeeded();
        Invocation evaluated = Invocation.Run("eval", others, "--weights", file, "--json").Succeeded();

        Assert.Equal(10, classified.Lines.Count(line => line.Split('\t')[1] == "class-8"));
        Assert.Equal(1, evaluated.Json().GetProperty("accuracy").GetDouble());
        Assert.Equal(1, evaluated.Json().GetProperty("topK").GetProperty("3").GetDouble());
        Assert.InRange(new FileInfo(file).Length, 1, 4000);
    }

    [Fact]
    public void InspectKnowsTheFile()
    {
        using ClassDirectories classes = new();
        string file = classes.In("two.safetensors");
        Fit(classes.AddFashion("pictures", [1, 9], count: 8), file).Succeeded();

        Assert.Contains(
            "a classifier of 2 classes on 64 features of fashion-resnet20",
            Invocation.Run("inspect", file).Succeeded().Out
        );
    }

    [Fact]
    public void ClassifierOfAnotherNetworkIsRefused()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.In("two.safetensors"),
            picture = Directory.GetFiles(Path.Combine(pictures, "class-1"))[0];
        Fit(pictures, file).Succeeded();

        Invocation
            .Run("classify", picture, "--weights", file, "--model", "resnet50")
            .Failed(
                3,
                "this is a classifier on 64 features, and resnet50 has 2048. It was learnt on 'fashion-resnet20'"
            );
        Invocation
            .Run("classify", picture, "--backbone", file)
            .Failed(2, "--backbone goes with a classifier that 'fit' has written");
    }

    [Fact]
    public void OtherWeightsThanThoseThatItWasLearntOnAreRefused()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 8),
            weights = classes.Write("other.safetensors", WeightFiles.For(FashionClassifier.Network)),
            file = classes.In("three.safetensors");
        Fit(pictures, file, "--weights", weights).Succeeded();

        Invocation
            .Run("eval", pictures, "--weights", file)
            .Failed(3, "was learnt on other weights of fashion-resnet20 than the embedded ones");
        Invocation.Run("eval", pictures, "--weights", file, "--backbone", weights).Succeeded();
    }

    [Theory]
    [InlineData(14, 56)]
    [InlineData(100_000, 100_000)]
    public void ClassifierOfPicturesOfAnotherSizeIsRefused(int height, int width)
    {
        using ClassDirectories classes = new();
        string picture = Path.Combine(classes.AddFashion("pictures", [1], count: 1), "class-1"),
            file = classes.In("other.safetensors");
        new ClassifierFile(new LinearClassifier(["a", "b"], new float[2 * 64], [0, 0]))
        {
            Model = "fashion-resnet20",
            Preprocessing = Preprocessing.FashionMnist with { CropHeight = height, CropWidth = width },
        }.Save(file);

        Invocation
            .Run("classify", picture, "--weights", file)
            .Failed(3, $"it makes 1 x {height} x {width} values of a picture, and fashion-resnet20 takes 1 x 28 x 28");
    }

    [Fact]
    public void NameOfANetworkStaysOnItsLine()
    {
        using ClassDirectories classes = new();
        string file = classes.In("other.safetensors");
        new ClassifierFile(new LinearClassifier(["a", "b"], new float[2 * 64], [0, 0]))
        {
            Model = "none\nresnetgen: all is well",
        }.Save(file);

        Invocation.Run("classify", "a.png", "--weights", file).Failed(3, @"'none\nresnetgen: all is well'");
    }
}
