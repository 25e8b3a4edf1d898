using System.Globalization;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/similar-pictures</c>.</summary>
public class SimilarPicturesTests
{
    private static readonly string Program = Sample.Built("similar-pictures", "SimilarPictures.dll");

    // By the features that ONNX Runtime gives.
    private const double CatAndCoffee = 0.2157;
    private const double CatAndCamera = 0.2268;

    [Fact]
    public void OnlyWhatIsNewOrChangedIsEmbedded()
    {
        using TemporaryFolder folder = new();
        string cat = folder["pictures", "cat.png"];
        string coffee = folder["pictures", "table", "coffee.png"];
        string broken = folder["pictures", "broken.jpg"];
        File.Copy(Sample.Photograph("chelsea"), cat);
        File.Copy(Sample.Photograph("coffee"), coffee);
        File.WriteAllText(broken, "no picture");

        CommandLine first = Run(folder, cat);
        Assert.EndsWith(
            "3 pictures: 2 embedded, 0 removed, 1 unreadable",
            first.Error.TrimEnd(),
            StringComparison.Ordinal
        );
        Assert.StartsWith($"{broken}: expected a PNG, JPEG or BMP picture", first.Error);
        IsFound(first, (1, cat), (CatAndCoffee, coffee));

        // From the database, then.
        CommandLine second = Run(folder, cat);
        Assert.EndsWith(": 0 embedded, 0 removed, 1 unreadable", second.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(first.Out, second.Out);

        string copy = folder["pictures", "a.png"];
        File.Copy(coffee, copy);
        File.Copy(Sample.Photograph("camera"), coffee, overwrite: true);
        File.Delete(broken);
        File.Delete(cat);
        CommandLine third = Run(folder, Sample.Photograph("chelsea"));
        Assert.Equal("2 pictures: 2 embedded, 1 removed, 0 unreadable", third.Error.TrimEnd());
        IsFound(third, (CatAndCamera, coffee), (CatAndCoffee, copy));
    }

    [Fact]
    public void WhatCannotBeReadIsOneLine()
    {
        using TemporaryFolder folder = new();
        CommandLine run = Run(folder, Sample.Weights, exitCode: 1);
        Assert.Contains(
            "expected a PNG, JPEG or BMP picture",
            Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
        );
        Assert.StartsWith(
            "Could not find",
            Assert.Single(
                Run(folder, Sample.Photograph("camera"), exitCode: 1)
                    .Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            )
        );
    }

    private static void IsFound(CommandLine run, params (double Cosine, string Path)[] expected)
    {
        string[][] found =
        [
            .. run
                .Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split("  ")),
        ];
        Assert.Equal(expected.Select(one => one.Path), found.Select(line => line[1]));
        Assert.All(
            expected.Zip(found),
            pair => Assert.Equal(pair.First.Cosine, double.Parse(pair.Second[0], CultureInfo.InvariantCulture), 0.001)
        );
    }

    private static CommandLine Run(TemporaryFolder folder, string picture, int exitCode = 0)
    {
        CommandLine run = CommandLine.Run(
            TestProject.Repository,
            null,
            "dotnet",
            [Program, folder["index.db"], Path.Combine(Path.GetDirectoryName(folder["index.db"])!, "pictures"), picture]
        );
        Assert.True(run.ExitCode == exitCode, run.Error);
        return run;
    }
}
