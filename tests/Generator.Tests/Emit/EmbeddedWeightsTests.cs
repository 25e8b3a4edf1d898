using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary><c>LoadEmbedded</c> is there for the classes whose weights the build embeds, and for no other.</summary>
public sealed class EmbeddedWeightsTests
{
    private const string Small =
        "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 8, InputWidth = 8, Classes = 10)]";

    [Fact]
    public Task ClassWithEmbeddedWeights() =>
        Verify(
            GeneratorHarness
                .RunEmbedding("Demo.Net", $"namespace Demo; {Small} public sealed partial class Net;")
                .Sources["Demo.Net.g.cs"]
                .ToString(),
            "cs"
        );

    [Theory]
    [InlineData("Demo.Net", true)]
    [InlineData("Demo.Other|Demo.Net|Net", true)]
    [InlineData(" Demo.Net ", true)]
    [InlineData("", false)]
    [InlineData("|", false)]
    [InlineData("Net", false)]
    [InlineData("demo.net", false)]
    [InlineData("Demo.Net2", false)]
    public void NameIsTheFullOne(string embedded, bool isEmbedded) =>
        AssertEmbeds(
            isEmbedded,
            GeneratorHarness.RunEmbedding(embedded, $"namespace Demo; {Small} partial class Net;")
        );

    [Theory]
    [InlineData("Net", "{0} partial class Net;")]
    [InlineData("Demo.Outer.Net", "namespace Demo; partial class Outer {{ {0} partial class Net; }}")]
    [InlineData("Demo.class.record", "namespace Demo.@class {{ {0} partial class @record; }}")]
    public void NameHasDotsBetweenAllItsParts(string embedded, string source) =>
        AssertEmbeds(true, GeneratorHarness.RunEmbedding(embedded, string.Format(null, source, Small)));

    [Fact]
    public void WithoutThePropertyNothingIsEmbedded() =>
        AssertEmbeds(false, GeneratorHarness.Run($"namespace Demo; {Small} partial class Net;"));

    private static void AssertEmbeds(bool expected, GeneratorRun run)
    {
        Assert.Equal(expected, run.Outputs("Spec").Cast<Spec>().Single().HasEmbeddedWeights);
        Assert.Equal(
            expected,
            run.Sources.Values.Any(source => source.ToString().Contains("LoadEmbedded", StringComparison.Ordinal))
        );
        Assert.Empty(run.CompilerDiagnostics.Where(one => one.Severity == DiagnosticSeverity.Error));
    }
}
