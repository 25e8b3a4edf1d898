using ResNetGen.Build.Tests.Support;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Build.Tests;

/// <summary>What is wrong is said in one line: what was found, what was expected, what to do.</summary>
public sealed class BuildErrorTests
{
    [Theory]
    [InlineData(
        "Demo.Nett",
        "RNG1002: ResNetWeights 'w.safetensors' is for the class 'Demo.Nett', but the project's sources declare no such class: write Model=\"Demo.Net\""
    )]
    [InlineData(
        "Net",
        "RNG1002: ResNetWeights 'w.safetensors' is for the class 'Net', but the project's sources declare no such class: write Model=\"Demo.Net\""
    )]
    [InlineData(
        "Small+Inner",
        "RNG1002: ResNetWeights 'w.safetensors' is for the class 'Small+Inner', but the project's sources declare no such class: write Model=\"Demo.Small.Inner\""
    )]
    [InlineData(
        "",
        "RNG1001: ResNetWeights 'w.safetensors' has no Model, but weights are packed for one class: write Model=\"Demo.Net\""
    )]
    [InlineData(
        "Demo.Small",
        "RNG1003: ResNetWeights 'w.safetensors' is for the class 'Demo.Small', but it has no [ResNet]: write [ResNet(...)] on it, or Model=\"Demo.Net\""
    )]
    public void ClassIsNamedWithTheNearest(string model, string error)
    {
        using TestProject project = new(
            TestProject.Source + " partial class Small { [ResNet(18)] partial class Inner; }"
        );

        Assert.Equal([error], Errors(project.Embed("w.safetensors", model)));
    }

    [Fact]
    public void ProjectWithoutNetworksHasNoNearest()
    {
        using TestProject project = new("namespace Demo; class Net;");

        Assert.Equal(
            [
                "RNG1003: ResNetWeights 'w.safetensors' is for the class 'Demo.Net', but it has no [ResNet]: write [ResNet(...)] on it",
                "RNG1002: ResNetWeights 'w.safetensors' is for the class 'Net', but the project's sources declare no such class: "
                    + "write Model=\"Namespace.Class\", the full name of a class with [ResNet]",
            ],
            Errors(project.Embed("w.safetensors").Embed("w.safetensors", "Net"))
        );
    }

    [Fact]
    public void ClassThatCannotBeReadComesWithTheReason()
    {
        using TestProject project = new(TestProject.Source.Replace("10", "Generated.Classes"));

        string error = Assert.Single(Errors(project.Embed("w.safetensors")));

        Assert.StartsWith(
            "RNG1004: The weights 'w.safetensors' cannot be packed, as the [ResNet] on 'Demo.Net' cannot be read before the compiler runs (",
            error
        );
        int column = 1 + TestProject.Source.IndexOf("10)]", StringComparison.Ordinal);
        Assert.Contains(
            $"Source.cs(1,{column}): CS0103: The name 'Generated' does not exist in the current context): write ",
            error
        );
    }

    [Fact]
    public void ClassHasWeightsOnceAndEverythingIsSaid()
    {
        using TestProject project = new();

        Assert.Equal(
            [
                "RNG1005: The class 'Demo.Net' has weights from 'one.safetensors' and from 'two.safetensors', but LoadEmbedded loads one: "
                    + "remove one of the two ResNetWeights, or write another class for it",
                "RNG1006: ResNetWeights 'two.safetensors' for 'Demo.Net' has Storage=\"0\", but weights are stored in F32, F16 or BF16: "
                    + "write one of these, or leave Storage out for F32",
            ],
            Errors(project.Embed("one.safetensors").Embed("two.safetensors", storage: "0"))
        );
    }

    [Theory]
    [InlineData("AVX2")]
    [InlineData("64")]
    [InlineData("Vector256")]
    [InlineData("-256")]
    public void WidthOfVectorsIsOneOfThree(string vectors)
    {
        using TestProject project = new();

        Assert.Equal(
            [
                $"RNG1010: ResNetWeights 'w.safetensors' for 'Demo.Net' has Vectors=\"{vectors}\", but vectors have 512, 256 or 128 bits: "
                    + "write one of these, or leave Vectors out for all",
            ],
            Errors(project.Embed("w.safetensors", vectors: vectors))
        );
    }

    [Fact]
    public void FileThatIsNotThereIsNamedWithItsClass()
    {
        using TestProject project = new();

        Assert.Equal(
            [
                $"RNG1007: The weights for 'Demo.Net' cannot be packed: none.safetensors: there is no such file. It was looked for as {Path.GetFullPath("none.safetensors")}.",
            ],
            Errors(project.Embed("none.safetensors"))
        );
    }

    [Fact]
    public void DamagedFileIsNamedWithItsClass()
    {
        using TestProject project = new();
        string cut = project.PathOf("cut.safetensors");
        File.WriteAllBytes(cut, File.ReadAllBytes(TestProject.Fashion)[..500_000]);

        string error = Assert.Single(Errors(project.Embed(cut)));

        Assert.StartsWith($"RNG1007: The weights for 'Demo.Net' cannot be packed: {cut}: tensor ", error);
    }

    /// <summary>By what they are, whatever they are called.</summary>
    [Fact]
    public void CheckpointThatIsDamagedIsNamedWithItsClass()
    {
        using TestProject project = new();
        string zip = project.PathOf("net.safetensors");
        File.WriteAllText(zip, "PK\x03\x04 and so on");

        string error = Assert.Single(Errors(project.Embed(zip)));

        Assert.StartsWith($"RNG1007: The weights for 'Demo.Net' cannot be packed: {zip}: ", error);
        Assert.DoesNotContain("not safetensors", error);
    }

    [Fact]
    public void WeightsOfAnotherNetworkComeWithWhatToDeclare()
    {
        using TestProject project = new("namespace Demo; [ResNet(18, Classes = 10)] partial class Net;");

        string error = Assert.Single(Errors(project.Embed(TestProject.Fashion)));

        Assert.StartsWith(
            $"RNG1008: '{TestProject.Fashion}' has not the weights of 'Demo.Net', [ResNet(18, Classes = 10)]. ",
            error
        );
        Assert.Contains(" and ", error);
        Assert.Contains(" more.", error);
    }

    [Fact]
    public void DifferenceIsShown()
    {
        using TestProject project = new(TestProject.Source.Replace("Classes = 10", "Classes = 12"));

        Assert.EndsWith(
            "The file is for 10 classes, the network has 12: declare Classes = 10. Of another shape: fc.weight, [12, 64] expected, [10, 64] found and 1 more.",
            Assert.Single(Errors(project.Embed(TestProject.Fashion)))
        );
    }

    /// <summary>A directory in the place of the packed file; a file there is the tool's own, and packed anew.</summary>
    [Fact]
    public void PlaceOfThePackedFileThatIsTakenIsSaid()
    {
        using TestProject project = new();
        Directory.CreateDirectory(project.Packed());

        string error = Assert.Single(Errors(project.Embed(TestProject.Fashion)));

        Assert.StartsWith(
            $"RNG1009: The weights '{TestProject.Fashion}' for 'Demo.Net' are packed, but cannot be written: ",
            error
        );
        Assert.True(Directory.Exists(project.Packed()));
    }

    [Fact]
    public void WhatIsNoPackedFileIsPackedAnew()
    {
        using TestProject project = new();
        File.WriteAllText(project.Packed(), "a text");

        Assert.Empty(Errors(project.Embed(TestProject.Fashion)));

        Assert.NotEqual("a text", File.ReadAllText(project.Packed()));
    }

    [Fact]
    public void LastErrorIsLeftToTheTargets()
    {
        using TestProject project = new();
        project.Embed("one.safetensors").Embed("two.safetensors", storage: "F8");
        StringWriter output = new();

        int exitCode = project.Run().Report(project.Request(), output);

        Assert.Equal(16, exitCode);
        Assert.StartsWith("app.csproj : error RNG1005: ", output.ToString());
        Assert.DoesNotContain("RNG1006", output.ToString());
        Assert.StartsWith("ResNetWeights 'two.safetensors'", File.ReadAllText(project.Request().Failure));
        Assert.False(File.Exists(project.Stamp));
    }

    [Fact]
    public void StampSaysThatAllIsPacked()
    {
        using TestProject project = new();

        Assert.Equal(0, project.Embed(TestProject.Fashion).Run().Report(project.Request(), new StringWriter()));

        Assert.True(File.Exists(project.Stamp));
    }

    /// <summary>Of a folder that cannot be written to, such as one that another user built in.</summary>
    [Theory]
    [InlineData("w.safetensors")]
    [InlineData(null)]
    public void ResultThatCannotBeToldIsALineOfOutput(string? file)
    {
        using TestProject project = new();
        Outcome outcome = project.Embed(file ?? TestProject.Fashion).Run();
        string taken = file is null ? project.Request().Read : project.Request().Failure;
        Directory.CreateDirectory(taken);
        StringWriter output = new();

        Assert.Equal(1, outcome.Report(project.Request(), output));

        Assert.Contains("The intermediate folder cannot be written to: ", output.ToString());
        Assert.Contains(taken, output.ToString());
        Assert.False(File.Exists(project.Stamp));
    }

    [Fact]
    public void EveryIdHasAPageAndEveryPageAnId()
    {
        string[] pages = Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "RNG1*.md");

        Assert.Equal(
            BuildError.Titles.Select(title => $"# RNG{title.Key}: {title.Value}"),
            pages.Order(StringComparer.Ordinal).Select(page => File.ReadLines(page).First())
        );
        Assert.All(pages, page => Assert.Contains("\n## Example\n", File.ReadAllText(page)));
        Assert.All(pages, page => Assert.Contains("\n## Fix\n", File.ReadAllText(page)));
    }

    [Fact]
    public void IndexListsThemAll() =>
        Assert.Equal(
            BuildError.Titles.Select(title => $"| [RNG{title.Key}](RNG{title.Key}.md) | {title.Value} |"),
            File.ReadLines(Repository.PathOf("docs", "diagnostics", "README.md"))
                .Where(line => line.StartsWith("| [RNG1", StringComparison.Ordinal))
        );

    private static IEnumerable<string> Errors(TestProject project) =>
        project.Run().Errors.Select(error => $"{error.Id}: {error.Text}");
}
