using System.Diagnostics;
using ResNetGen.Build.Tests.Support;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Build.Tests;

/// <summary>What is packed, and when it is packed again.</summary>
public sealed class WeightBuildTests
{
    [Theory]
    [InlineData("", WeightStorage.F32)]
    [InlineData("F32", WeightStorage.F32)]
    [InlineData("bf16", WeightStorage.BF16)]
    [InlineData("F16", WeightStorage.F16)]
    public void PackedFileIsWholeAndOfTheClass(string storage, WeightStorage expected)
    {
        using TestProject project = new();

        Outcome outcome = project.Embed(TestProject.Fashion, storage: storage).Run();

        Assert.Empty(outcome.Errors);
        Assert.True(outcome.IsComplete);
        PackedWeightsInfo packed = PackedWeights.Verify(project.Packed());
        Assert.Equal(
            ("Demo.Net", TestProject.Declaration, expected),
            (packed.Model, packed.Declaration, packed.Storage)
        );
    }

    /// <summary>As when two projects of a solution build a third one, each with properties of its own.</summary>
    [Fact]
    public async Task BuildsAtTheSameTimeTakeTurns()
    {
        using TestProject project = new();
        project.Embed(TestProject.Fashion);

        Outcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(project.Run)));

        Assert.All(outcomes, outcome => Assert.Empty(outcome.Errors));
        Assert.Single(
            outcomes,
            outcome => outcome.Messages[0].StartsWith("Demo.Net: packed, ", StringComparison.Ordinal)
        );
        Assert.True(PackedWeights.Verify(project.Packed()).FileBytes > 0);
    }

    [Fact]
    public void FileForOneWidthIsTheFileForAllWhereWidthsDoNotDiffer()
    {
        string source = TestProject.Source.Replace(
            "Classes = 10",
            "Classes = 10, Convolution = ConvolutionMode.Direct"
        );
        using TestProject all = new TestProject(source).Embed(TestProject.Fashion);
        using TestProject one = new TestProject(source).Embed(TestProject.Fashion, vectors: "256");
        AssertPacks(all);
        AssertPacks(one);

        Assert.Equal(File.ReadAllBytes(all.Packed()), File.ReadAllBytes(one.Packed()));
        AssertKeeps(one);
    }

    [Fact]
    public void SameWeightsAndNetworkAreNotPackedAgain()
    {
        using TestProject project = new TestProject().Embed(TestProject.Fashion);
        AssertPacks(project);
        DateTime written = File.GetLastWriteTimeUtc(project.Packed());

        AssertKeeps(project);
        AssertKeeps(project.Write("Source.cs", "// A comment.\n" + TestProject.Source + " class Other;"));
        AssertKeeps(project.Write("Source.cs", TestProject.Source.Replace("public sealed", "internal")));

        Assert.Equal(written, File.GetLastWriteTimeUtc(project.Packed()));
    }

    [Fact]
    public void AnotherNetworkIsPackedAgain()
    {
        using TestProject project = new TestProject().Embed(TestProject.Fashion);
        AssertPacks(project);

        AssertPacks(
            project.Write(
                "Source.cs",
                TestProject.Source.Replace("Classes = 10", "Classes = 10, Convolution = ConvolutionMode.Direct")
            )
        );
        AssertPacks(project.Write("Source.cs", TestProject.Source.Replace("Classes = 10", "Classes = 10, Batch = 4")));
        AssertKeeps(project);
    }

    [Fact]
    public void OtherWeightsArePackedAgainWhateverTheirTime()
    {
        using TestProject project = new();
        string weights = project.PathOf("weights.safetensors");
        File.Copy(TestProject.Fashion, weights);
        DateTime time = File.GetLastWriteTimeUtc(weights);
        AssertPacks(project.Embed(weights));

        File.SetLastWriteTimeUtc(weights, DateTime.UtcNow.AddDays(1));
        AssertKeeps(project);

        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        File.SetLastWriteTimeUtc(weights, time);
        AssertPacks(project);
        AssertKeeps(project);
    }

    [Fact]
    public void FileThatIsNotAsItWasWrittenIsPackedAgain()
    {
        using TestProject project = new TestProject().Embed(TestProject.Fashion);
        AssertPacks(project);

        File.Delete(project.Packed());
        AssertPacks(project);

        File.Delete(project.Packed() + ".xxh128");
        AssertPacks(project);

        using (FileStream cut = File.OpenWrite(project.Packed()))
        {
            cut.SetLength(10_000);
        }

        AssertPacks(project);

        // At its end and at its start, where a file is known by.
        foreach (Index place in (Index[])[^1, 0])
        {
            byte[] bytes = File.ReadAllBytes(project.Packed());
            bytes[place] ^= 1;
            File.WriteAllBytes(project.Packed(), bytes);
            AssertPacks(project);
        }
    }

    [Fact]
    public void WeightsThatAreUsableAgainAreStillPacked()
    {
        using TestProject project = new();
        string weights = project.PathOf("weights.safetensors");
        File.Copy(TestProject.Fashion, weights);
        AssertPacks(project.Embed(weights));

        File.WriteAllText(weights, "nothing");
        Assert.Equal([1007], project.Run().Errors.Select(error => error.Number));
        File.Copy(TestProject.Fashion, weights, overwrite: true);

        AssertKeeps(project);
    }

    [FactNeeding(Needs.Linux, "pipes are not told from files")]
    public void PipeIsToldFromAFileWithoutWaitingForItsWriter()
    {
        using TestProject project = new();
        string pipe = project.PathOf("pipe.safetensors");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
            Assert.Equal(0, make.ExitCode);
        }

        Assert.Equal([1007], project.Embed(pipe).Run().Errors.Select(error => error.Number));
    }

    [Fact]
    public void ClassesAreFoundWhereverTheyAre()
    {
        using TestProject project = new(
            $$"""
            {{TestProject.Declaration}} partial class Net;

            namespace One.Two
            {
                partial class Outer { partial record struct Inner { {{TestProject.Declaration}} partial class Net; } }

                namespace @class { {{TestProject.Declaration}} partial class @record; }
            }

            #if DEBUG
            namespace Debugged { partial class Net; {{TestProject.Declaration.Replace(
                "10",
                "Count.Classes"
            )}} partial class Net; class Count { public const int Classes = 10; } }
            #endif
            """
        );
        string[] names = ["Net", "One.Two.Outer.Inner.Net", "One.Two.class.record", "Debugged.Net"];
        foreach (string name in names)
        {
            project.Embed(TestProject.Fashion, name);
        }

        Outcome outcome = project.Run();

        Assert.Empty(outcome.Errors);
        Assert.All(names, name => Assert.Equal(name, PackedWeights.Verify(project.Packed(name)).Model));
    }

    [Fact]
    public void FeaturesAloneArePacked()
    {
        using TestProject project = new(TestProject.Source.Replace("Classes = 10", "Classes = 0"));
        string features = project.PathOf("features.safetensors");
        TestProject.WriteFeatures(features);
        AssertPacks(project.Embed(features));

        using TestProject whole = new(TestProject.Source);
        BuildError error = Assert.Single(whole.Embed(features).Run().Errors);
        Assert.Equal(1008, error.Number);
        Assert.Contains(
            "The file has no classifier, the network has one of 10 classes: declare Classes = 0.",
            error.Text
        );
    }

    [Fact]
    public void WhatTheCompilerWillReportIsLeftToIt()
    {
        using TestProject project = new(TestProject.Source.Replace("Classes = 10", "Classes = -1"));

        Outcome outcome = project.Embed(TestProject.Fashion).Run();

        Assert.Empty(outcome.Errors);
        Assert.False(outcome.IsComplete);
        Assert.False(File.Exists(project.Packed()));
    }

    [Fact]
    public void MissingSourceIsLeftToTheCompiler()
    {
        using TestProject project = new TestProject().Write("Gone.cs", "").Embed(TestProject.Fashion);
        File.Delete(project.PathOf("Gone.cs"));

        Outcome outcome = project.Run();

        Assert.Empty(outcome.Errors);
        Assert.False(outcome.IsComplete);
        Assert.Equal(
            $"{project.PathOf("Gone.cs")}: there is no such source, and nothing is packed",
            Assert.Single(outcome.Messages)
        );
    }

    [Fact]
    public void SymbolsAreSeparatedAsTheCompilerHasIt()
    {
        using TestProject project = new($"#if TRACE && SMALL && DEBUG\n{TestProject.Source}\n#endif");
        AssertPacks(project.Embed(TestProject.Fashion));
    }

    [Fact]
    public void HalfAFileOfABuildThatWasKilledGoes()
    {
        using TestProject project = new TestProject().Embed(TestProject.Fashion);
        string half = project.PathOf("4tyx2k1a.q3z.tmp");
        File.WriteAllText(half, "");

        AssertPacks(project);

        Assert.False(File.Exists(half));
    }

    [Fact]
    public void ConstantsOfOtherAssembliesAreReadAsTheCompilerReadsThem()
    {
        using TestProject project = new(
            "extern alias counts;" + TestProject.Source.Replace("Classes = 10", "Classes = counts::Counts.Classes")
        );
        project.Reference(
            "counts",
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"app\")] class Counts { internal const int Classes = 10; }"
        );

        AssertPacks(project.Embed(TestProject.Fashion));
    }

    private static void AssertPacks(TestProject project) => AssertSays(project, "packed");

    private static void AssertKeeps(TestProject project) => AssertSays(project, "unchanged");

    private static void AssertSays(TestProject project, string what)
    {
        Outcome outcome = project.Run();
        Assert.Empty(outcome.Errors);
        Assert.StartsWith($"Demo.Net: {what}, ", Assert.Single(outcome.Messages));
        Assert.NotNull(PackedWeights.Verify(project.Packed()));
    }
}
