using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Tests.Support;
using static ResNetGen.Cli.Tests.Support.Fitting;

namespace ResNetGen.Cli.Tests;

/// <summary>Files that <c>fit</c> writes, and those that it leaves alone.</summary>
public sealed class FitFilesTests
{
    [Fact]
    public void WeightsOfTheNetworkAreWrittenTooWhereTheyAreGiven()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 8),
            weights = classes.Write("fashion.safetensors", WeightFiles.For(FashionClassifier.Network)),
            whole = classes.In("whole.safetensors");

        Fit(pictures, whole, "--whole", "--weights", weights).Succeeded();

        using ResNetGen.Weights.SafetensorsFile file = ResNetGen.Weights.SafetensorsFile.Open(whole);
        Assert.True(file.TryFind("conv1.weight", out _));
        Assert.True(file.TryFind("fc.weight", out ResNetGen.Weights.SafetensorsTensor? fc));
        Assert.Equal([3, 64], fc!.Shape.ToArray());
    }

    [FactNeeding(Needs.Linux, "names may hold any character there")]
    public void ChartIsXmlWhateverClassesAreCalled()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            chart = classes.In("two.svg");
        Directory.Move(Path.Combine(pictures, "class-1"), Path.Combine(pictures, "\uFFFF<&\u0001"));

        Fit(pictures, classes.In("two.safetensors"), "--svg", chart).Succeeded();

        Assert.Contains(@"\uffff", System.Xml.Linq.XDocument.Load(chart).Root!.Value);
    }

    [Theory]
    [InlineData("two.safetensors")]
    [InlineData("two.embeddings.safetensors")]
    public void ChartTakesThePlaceOfNoOtherFile(string chart)
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);

        Fit(pictures, classes.In("two.safetensors"), "--svg", classes.In(chart))
            .Failed(4, "this file is read, or written with something else");

        Assert.Empty(Directory.GetFiles(classes.Path));
    }

    [Fact]
    public void WeightsThatAreReadStay()
    {
        using ClassDirectories classes = new();
        byte[] weights = WeightFiles.For(FashionClassifier.Network);
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.Write("fashion.safetensors", weights);

        Fit(pictures, file, "--weights", file, "--force")
            .Failed(4, "this file is read, or written with something else");

        Assert.Equal(weights, File.ReadAllBytes(file));
    }

    [FactNeeding(Needs.Linux, "/dev/null is a device there")]
    public void DeviceIsRefusedBeforeTheWork()
    {
        using ClassDirectories classes = new();

        // There are no pictures either: that is found later.
        Fit(classes.Path, "/dev/null", "--force").Failed(4, "/dev/null: this is a pipe or a device");
    }
}
