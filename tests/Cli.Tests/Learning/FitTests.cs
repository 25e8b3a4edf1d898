using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Tests.Support;
using ResNetGen.Transfer;
using static ResNetGen.Cli.Tests.Support.Fitting;

namespace ResNetGen.Cli.Tests;

/// <summary>What <c>fit</c> learns, and what it says of it.</summary>
public sealed class FitTests
{
    private static readonly int[] AllClasses = [.. Enumerable.Range(0, 10)];

    // The network has learnt these classes, from other images.
    [Fact]
    public void FeaturesOfTheFashionNetworkTellItsClasses()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", AllClasses, count: 500);

        JsonElement report = Fit(pictures, classes.In("fashion.safetensors"), "--json").Succeeded().Json();

        Assert.Equal(500, report.GetProperty("pictures").GetInt32());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.Equal(10, report.GetProperty("classes").GetArrayLength());
        Assert.Equal(
            500,
            report
                .GetProperty("confusion")
                .EnumerateArray()
                .SelectMany(row => row.EnumerateArray())
                .Sum(cell => cell.GetInt32())
        );
    }

    [Fact]
    public void FeaturesOfPhotographsTellGarmentsToo()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", AllClasses, count: 12);

        JsonElement report = Invocation
            .Run("fit", pictures, "-o", classes.In("fashion.safetensors"), "--json")
            .Succeeded()
            .Json();

        Assert.Equal("imagenet18", report.GetProperty("model").GetString());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.55, 1);
    }

    // Debian's tuxpaint-stamps-default: its licence keeps the pictures out of this repository.
    [FactNeeding(Needs.Stamps)]
    public void PhotographsOfElevenClassesAreTold()
    {
        using ClassDirectories classes = new();
        string pictures = Stamps.Copy(classes);

        JsonElement report = Invocation
            .Run("fit", pictures, "-o", classes.In("stamps.safetensors"), "--json")
            .Succeeded()
            .Json();

        Assert.Equal(197, report.GetProperty("pictures").GetInt32());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.87, 1);
    }

    [Fact]
    public void SamePicturesGiveTheSameBytes()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [2, 4], count: 20),
            one = classes.In("one.safetensors"),
            other = classes.In("other.safetensors");

        Fit(pictures, one).Succeeded();
        Fit(pictures, other, "--threads", "1").Succeeded();

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
    }

    [Fact]
    public void FeaturesAreComputedOnce()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [2, 4], count: 10),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();
        DateTime kept = File.GetLastWriteTimeUtc(classes.In("two.embeddings.safetensors"));
        byte[] first = File.ReadAllBytes(file);

        Fit(pictures, file, "--force").Succeeded();

        Assert.Equal(kept, File.GetLastWriteTimeUtc(classes.In("two.embeddings.safetensors")));
        Assert.Equal(first, File.ReadAllBytes(file));
    }

    [Fact]
    public void MirrorImagesDoubleTheFeatures()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 6);

        Fit(pictures, classes.In("two.safetensors"), "--mirror").Succeeded();

        ClassifierFile file = ClassifierFile.Load(classes.In("two.safetensors"));
        Assert.Equal("2", file.Notes["views"]);
    }

    [Fact]
    public void ReportIsForPeopleToo()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [0, 6], count: 25),
            svg = classes.In("two.svg");

        Invocation fit = Fit(pictures, classes.In("two.safetensors"), "--svg", svg).Succeeded();

        Assert.Contains("50 pictures of 2 classes, features of fashion-resnet20.", fit.Out);
        Assert.Contains("Cross-validation in 5 parts: ", fit.Out);
        Assert.Contains("95 % confidence", fit.Out);
        Assert.Contains("nearest class mean", fit.Out);
        Assert.Contains("Least certain", fit.Out);
        Assert.Contains("resnetgen classify PICTURE --weights", fit.Out);
        Assert.StartsWith("<svg", File.ReadAllText(svg));
        Assert.Contains("class-0, taken for class-0: ", File.ReadAllText(svg));
    }
}
