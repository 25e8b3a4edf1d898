using System.Text.RegularExpressions;
using ResNetGen.Generator.Emit;
using ResNetGen.Generator.Plan;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>
/// The emitted code as people read it: a small network whole, each kind of block and option in the files that show it.
/// </summary>
public sealed class EmittedCodeTests
{
    [Fact]
    public Task TinyNetwork() =>
        Verify(
            AllFiles(
                """
                namespace Demo;

                [ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 8, InputWidth = 8, Classes = 10)]
                public sealed partial class Tiny;
                """
            ),
            "cs"
        );

    [Fact]
    public Task LargeStem() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, BaseWidth = 16, InputHeight = 32, InputWidth = 48)] partial class Net;",
                "Net.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task BasicBlocksWithProjection() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, 2, BaseWidth = 16, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer1.g.cs",
                "Net.Layer2.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task BottleneckBlocks() =>
        Verify(
            Files(
                "[ResNet(BlockType.Bottleneck, 2, 1, BaseWidth = 16, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer1.g.cs",
                "Net.Layer2.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task ProjectionInEveryBlock() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, 2, BaseWidth = 16, Shortcut = Shortcut.ProjectionAlways, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer2.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task ZeroPaddedShortcut() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, 2, BaseWidth = 15, Shortcut = Shortcut.ZeroPad, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer2.g.cs",
                "Net.Layers.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task GroupedConvolution() =>
        Verify(
            Files(
                "[ResNet(BlockType.Bottleneck, 1, 1, Groups = 32, WidthPerGroup = 4, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer2.g.cs",
                "Net.Layers.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task StrideInTheFirstConvolution() =>
        Verify(
            Files(
                """
                [ResNet(BlockType.Bottleneck, 1, 1, BaseWidth = 16, BottleneckStride = BottleneckStride.Conv1x1, InputHeight = 56, InputWidth = 56)]
                partial class Net;
                """,
                "Net.Layer2.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task DirectConvolutions() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, Convolution = ConvolutionMode.Direct, InputHeight = 56, InputWidth = 56)] partial class Net;",
                "Net.Layer1.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task BatchOfFour() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 16, Batch = 4, InputHeight = 8, InputWidth = 8, Classes = 10)] partial class Net;",
                "Net.g.cs",
                "Net.Layer1.g.cs"
            ),
            "cs"
        );

    /// <summary>Large maps: the images of a batch go through the first stages one by one.</summary>
    [Fact]
    public Task BatchOfLargeImages() =>
        Verify(
            Files(
                "[ResNet(BlockType.Basic, 1, 1, 1, 1, Batch = 8)] partial class Net;",
                "Net.g.cs",
                "Net.Layer1.g.cs",
                "Net.Layer2.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task NestedClassWithNamesThatAreKeywords() =>
        Verify(
            Files(
                """
                namespace @event.Models;

                partial interface @static
                {
                    partial record struct Entry(int Id)
                    {
                        [ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 1, InputHeight = 1, InputWidth = 1)]
                        internal partial class @record;
                    }
                }
                """,
                "event.Models.static+Entry+record.g.cs",
                "event.Models.static+Entry+record.Layer1.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task ResNet50() =>
        Verify(
            Files(
                "namespace Demo; [ResNet(50)] public sealed partial class Classifier;",
                "Demo.Classifier.g.cs",
                "Demo.Classifier.Layer2.g.cs"
            ),
            "cs"
        );

    /// <summary>Features alone: no classifier, no <c>Forward</c>, no C functions that need them.</summary>
    [Fact]
    public Task WithoutAClassifier() =>
        Verify(
            Files(
                """
                namespace Demo;

                [ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 8, InputWidth = 8, Classes = 0,
                        NativeExport = "backbone")]
                public sealed partial class Backbone;
                """,
                "Demo.Backbone.g.cs",
                "Demo.Backbone.Layers.g.cs",
                "Demo.Backbone.Native.g.cs",
                "Demo.Backbone.Header.g.cs"
            ),
            "cs"
        );

    [Fact]
    public Task NativeFunctionsAndTheirHeader() =>
        Verify(
            Files(
                """
                namespace Demo;

                partial class Models
                {
                    [ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputChannels = 1, InputHeight = 8, InputWidth = 9, Classes = 10,
                            Batch = 4, NativeExport = "tiny")]
                    private sealed partial class Tiny;
                }
                """,
                "Demo.Models+Tiny.g.cs",
                "Demo.Models+Tiny.Native.g.cs",
                "Demo.Models+Tiny.Header.g.cs"
            ),
            "cs"
        );

    /// <summary>
    /// The widths of vectors have three algorithms, of two sizes of weights. The runtime's tests compile this file and
    /// run it.
    /// </summary>
    [Fact]
    public Task AlgorithmsByWidth() =>
        Verify(
            string.Join(
                '\n',
                ModelEmitter
                    .Emit(
                        Planner.Plan(
                            GeneratorHarness
                                .Run(
                                    "[ResNet(BlockType.Bottleneck, 1, 1, Stem = Stem.Conv3x3, InputHeight = 10, InputWidth = 9, Classes = 7, Batch = 2)] "
                                        + "public sealed partial class TinyByWidth;"
                                )
                                .Spec,
                            new CostModels(TransformsAreFree, NothingIsSkipped, CostModels.Measured.Vector512)
                        )
                    )
                    .Select(file => file.Text)
            ),
            "cs"
        );

    /// <summary>
    /// Two widths may have the same algorithm and yet other places for its weights: a layer before takes another room.
    /// </summary>
    [Fact]
    public void EachWidthReadsItsOwnWeights()
    {
        Spec spec = GeneratorHarness
            .Run(
                "[ResNet(BlockType.Basic, 1, 2, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 16, InputWidth = 16)] "
                    + "partial class Net;"
            )
            .Spec;
        NetworkPlan plan = Planner.Plan(
            spec,
            new CostModels(TransformsCost(1_000_000), TransformsCost(32), TransformsCost(0))
        );
        AlgorithmChoice first = Choice("layer1.0.conv1");
        AlgorithmChoice second = Choice("layer2.1.conv2");
        Assert.NotEqual(first.Vector512, first.Vector256);
        Assert.Equal(second.Vector512, second.Vector256);

        HashSet<string> places =
        [
            .. plan
                .Info.Layers.Where(layer => layer.HasWeights)
                .SelectMany(layer =>
                    AlgorithmChoice.Widths.Select(width =>
                        Generator.Emit.Text.Literal(plan.WeightsOffset(layer.Name, width))
                    )
                ),
        ];
        string code = string.Join('\n', ModelEmitter.Emit(plan).Select(file => file.Text));
        Assert.Equal(
            places,
            Regex.Matches(code, "weights: ([0-9_]+)").Select(match => match.Groups[1].Value).ToHashSet()
        );
        Assert.DoesNotContain(
            "Has512Bits || w.Has256Bits",
            code[code.IndexOf("layer2.1.conv1 +", StringComparison.Ordinal)..]
        );

        AlgorithmChoice Choice(string name) => plan.Info.Layers.Single(layer => layer.Name == name).Algorithms!;
    }

    private static CostModel TransformsCost(double value) =>
        CostModels.Measured.Vector512 with
        {
            KeptProduct = 100,
            StreamedWeight = 0,
            TransformedValue = value,
        };

    private static CostModel NothingIsSkipped =>
        CostModels.Measured.Vector256 with
        {
            KeptProduct = 100,
            TransformedValue = 1_000_000,
        };

    private static CostModel TransformsAreFree =>
        CostModels.Measured.Vector128 with
        {
            KeptProduct = 100,
            TransformedValue = 0,
            StreamedWeight = 0,
        };

    /// <summary>A summary of the author's own stands alone; what only looks like one is none.</summary>
    [Theory]
    [InlineData("/// <summary>One.</summary>", false)]
    [InlineData("/** <summary>One.</summary> */", false)]
    [InlineData("// One.", true)]
    [InlineData("//// One.", true)]
    [InlineData("/* One. */", true)]
    [InlineData("/**/", true)]
    [InlineData("/*** One. */", true)]
    public void SummaryIsThereOnce(string before, bool isEmitted) =>
        Assert.Equal(
            isEmitted,
            Files($"{before}\n[ResNet(18)]\npartial class Net;", "Net.g.cs").Contains("/// <summary>A ResNet-18")
        );

    /// <summary>More rows than one method should hold.</summary>
    [Fact]
    public void TableOfALongStageIsInChunks()
    {
        string table = Files("[ResNet(BlockType.Basic, 64, 129, BaseWidth = 1)] partial class Net;", "Net.Layers.g.cs");

        Assert.Contains("        return [.. Blocks0To63(), .. Blocks64To127(), .. Blocks128To128()];\n", table);
        Assert.Equal(3, table.Split("        global::ResNetGen.LayerInfo[] Blocks").Length - 1);
    }

    private static string AllFiles(string source)
    {
        GeneratorRun run = Run(source);
        return Text(run, run.Sources.Keys);
    }

    private static string Files(string source, params string[] hintNames) => Text(Run(source), hintNames);

    private static GeneratorRun Run(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        Assert.Empty(run.Messages);
        Assert.DoesNotContain(run.CompilerDiagnostics, one => one.Id != "CS1591");
        return run;
    }

    private static string Text(GeneratorRun run, IEnumerable<string> hintNames) =>
        string.Join('\n', hintNames.Select(name => $"// {name}\n{run.Sources[name]}"));
}
