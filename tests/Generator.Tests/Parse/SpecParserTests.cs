using System.Reflection;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>Right declarations and the specs they give.</summary>
public sealed class SpecParserTests
{
    [Fact]
    public void EveryPropertyIsRead()
    {
        GeneratorRun run = GeneratorHarness.Run(
            """
            namespace Demo;

            [ResNet(BlockType.Bottleneck, 3, 4, 6, Classes = 10, InputChannels = 4, InputHeight = 97, InputWidth = 131, Batch = 2, BaseWidth = 32,
                    Stem = Stem.Conv3x3, Shortcut = Shortcut.ZeroPad, Groups = 8, WidthPerGroup = 4, BottleneckStride = BottleneckStride.Conv1x1,
                    Convolution = ConvolutionMode.Direct, NativeExport = "resnet" + "41")]
            public sealed partial class Classifier;
            """
        );

        Assert.Empty(run.Messages);
        Assert.Equal(
            new Spec
            {
                Class = new ModelClass
                {
                    Namespace = "Demo",
                    Containers = default,
                    Name = "Classifier",
                    HintName = "Demo.Classifier",
                    IsSealed = true,
                },
                Declaration =
                    "[ResNet(BlockType.Bottleneck, 3, 4, 6, Classes = 10, InputChannels = 4, InputHeight = 97, InputWidth = 131, Batch = 2, "
                    + "BaseWidth = 32, Stem = Stem.Conv3x3, Shortcut = Shortcut.ZeroPad, Groups = 8, WidthPerGroup = 4, "
                    + "BottleneckStride = BottleneckStride.Conv1x1, Convolution = ConvolutionMode.Direct, NativeExport = \"resnet\" + \"41\")]",
                BlockType = BlockType.Bottleneck,
                Stages = new[] { 3, 4, 6 }.ToEquatableArray(),
                Classes = 10,
                InputChannels = 4,
                InputHeight = 97,
                InputWidth = 131,
                Batch = 2,
                BaseWidth = 32,
                Stem = Stem.Conv3x3,
                Shortcut = Shortcut.ZeroPad,
                Groups = 8,
                WidthPerGroup = 4,
                BottleneckStride = BottleneckStride.Conv1x1,
                Convolution = ConvolutionMode.Direct,
                NativeExport = "resnet41",
            },
            run.Spec
        );
    }

    public static TheoryData<string> Properties =>
        [
            .. typeof(ResNetAttribute)
                .GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => property.Name),
        ];

    /// <summary>One that parsing does not know would leave a class without its network and without a word.</summary>
    [Theory]
    [MemberData(nameof(Properties))]
    public void NoPropertyOfTheAttributeIsForgotten(string name)
    {
        PropertyInfo property = typeof(ResNetAttribute).GetProperty(name)!;
        object? value = property.GetValue(new ResNetAttribute(50));
        string code =
            value is null ? "null"
            : value is Enum ? $"{property.PropertyType.Name}.{value}"
            : $"{value}";

        Spec spec = GeneratorHarness.Run($"[ResNet(50, {name} = {code})] partial class Net;").Spec;

        Assert.Equal(value, typeof(Spec).GetProperty(name)!.GetValue(spec));
        Assert.Equal(
            value,
            typeof(Spec).GetProperty(name)!.GetValue(GeneratorHarness.Run("[ResNet(50)] partial class Net;").Spec)
        );
    }

    [Theory]
    [InlineData(18, BlockType.Basic, "2 2 2 2")]
    [InlineData(34, BlockType.Basic, "3 4 6 3")]
    [InlineData(50, BlockType.Bottleneck, "3 4 6 3")]
    [InlineData(101, BlockType.Bottleneck, "3 4 23 3")]
    [InlineData(152, BlockType.Bottleneck, "3 8 36 3")]
    public void PresetsHaveThePapersBlocksAndTheDefaults(int depth, object blockType, string stages)
    {
        Spec spec = GeneratorHarness.Run($"[ResNet({depth})] partial class Net;").Spec;

        Assert.Equal(
            new Spec
            {
                Class = new ModelClass
                {
                    Namespace = "",
                    Containers = default,
                    Name = "Net",
                    HintName = "Net",
                },
                Declaration = $"[ResNet({depth})]",
                BlockType = (BlockType)blockType,
                Stages = stages.Split(' ').Select(int.Parse).ToEquatableArray(),
            },
            spec
        );
    }

    [Theory]
    [InlineData("BlockType.Basic, 3, 3, 3")]
    [InlineData("BlockType.Basic, new[] { 3, 3, 3 }")]
    [InlineData("BlockType.Basic, new int[] { 3, 3, 3 }")]
    [InlineData("BlockType.Basic, stages: new int[3] { 3, 3, 3 }")]
    [InlineData("stages: new[] { 3, 3, 3 }, blockType: BlockType.Basic")]
    [InlineData("0, 3, 3, 3")]
    [InlineData("BlockType.Basic, 1 + 2, (3), Sizes.Three")]
    public void StagesMayBeWrittenInEveryWayThatCSharpHas(string arguments)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"[ResNet({arguments})] partial class Net; static class Sizes {{ public const int Three = 3; }}"
        );

        Assert.Empty(run.CompilerDiagnostics);
        Assert.Equal(BlockType.Basic, run.Spec.BlockType);
        Assert.Equal([3, 3, 3], run.Spec.Stages);
    }

    [Theory]
    [InlineData("[ResNet( 50,Classes=10 )]", "[ResNet(50, Classes = 10)]")]
    [InlineData("[ResNet(50, // deep\n        Classes = /* few */ 10)]", "[ResNet(50, Classes = 10)]")]
    [InlineData("[ResNet(\n#if true\n50\n#else\n18\n#endif\n)]", "[ResNet(50)]")]
    [InlineData("[global::ResNetGen.ResNetAttribute(depth:50)]", "[global::ResNetGen.ResNetAttribute(depth: 50)]")]
    [InlineData("[type:ResNet(50)]", "[ResNet(50)]")]
    [InlineData("[System.Obsolete, ResNet(50)]", "[ResNet(50)]")]
    [InlineData(
        "[ResNet(BlockType.Basic,new []{2,2}, InputWidth=-(-64))]",
        "[ResNet(BlockType.Basic, new[] { 2, 2 }, InputWidth = -(-64))]"
    )]
    [InlineData("[ResNet(@\"a\n\u2028b\" == \"\" ? 18 : 50)]", "[ResNet(@\"a b\" == \"\" ? 18 : 50)]")]
    public void DeclarationIsOneTidyLine(string attribute, string declaration) =>
        Assert.Equal(declaration, GeneratorHarness.Run($"{attribute} partial class Net;").Spec.Declaration);

    [Fact]
    public void ClassMayStandInTypesOfEveryKind()
    {
        Spec spec = GeneratorHarness
            .Run(
                """
                namespace Demo.Inner
                {
                    public partial class A
                    {
                        protected internal ref partial struct B
                        {
                            partial interface C
                            {
                                partial record D
                                {
                                    readonly partial record struct E(int Value)
                                    {
                                        [ResNet(18)] private partial class Net;
                                    }
                                }
                            }
                        }
                    }
                }
                """
            )
            .Spec;

        Assert.Equal("Demo.Inner", spec.Class.Namespace);
        Assert.Equal(
            [
                "partial class A",
                "partial struct B",
                "partial interface C",
                "partial record D",
                "partial record struct E",
            ],
            spec.Class.Containers
        );
        Assert.Equal("Net", spec.Class.Name);
        Assert.Equal("Demo.Inner.A+B+C+D+E+Net", spec.Class.HintName);
    }

    [Fact]
    public void KeywordsKeepTheirAtSignAndOnlyThey()
    {
        Spec spec = GeneratorHarness
            .Run(
                """
                namespace @event.@int.@Plain;
                partial class @static { [ResNet(18)] partial class @record; }
                """
            )
            .Spec;

        Assert.Equal(
            new ModelClass
            {
                Namespace = "@event.@int.Plain",
                Containers = new[] { "partial class @static" }.ToEquatableArray(),
                Name = "@record",
                HintName = "event.int.Plain.static+record",
            },
            spec.Class
        );
    }

    [Theory]
    [InlineData("[ResNet(18)] partial class Net : System.ICloneable { public object Clone() => this; }")]
    [InlineData(
        "[ResNet(18)] partial class Net { static Net() { } int Depth => 18; void Run() { } class Options; int this[int i] => i; }"
    )]
    [InlineData("[ResNet(18)] sealed partial class Net { public static Net Default { get; } = null!; }")]
    [InlineData("[ResNet(18)] partial class Net : IWrittenByAnotherGenerator;")]
    [InlineData("[ResNet(18, Classes = 'a', Stem = 0, Batch = (short)2)] partial class Net;")]
    [InlineData(
        "[ResNet(18, Groups = 1, WidthPerGroup = 64, BottleneckStride = BottleneckStride.Conv3x3)] partial class Net;"
    )]
    [InlineData("[ResNet(18, InputHeight = 17, InputWidth = 17)] partial class Net;")]
    [InlineData("[ResNet(50, InputHeight = 97, InputWidth = 131)] partial class Net;")]
    [InlineData("[ResNet(50, Groups = 32, WidthPerGroup = 4)] partial class Net;")]
    [InlineData("[ResNet(101, Groups = 64, WidthPerGroup = 4)] partial class Net;")]
    [InlineData("[ResNet(101, Groups = 32, WidthPerGroup = 8)] partial class Net;")]
    [InlineData("[ResNet(50, WidthPerGroup = 128)] partial class Net;")]
    [InlineData("[ResNet(50, Batch = 64)] partial class Net;")]
    [InlineData(
        "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, InputHeight = 1, InputWidth = 1)] partial class Net;"
    )]
    [InlineData(
        "[ResNet(BlockType.Basic, 200, 200, 200, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 32, InputWidth = 32)] partial class Net;"
    )]
    [InlineData(
        "[ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad, InputHeight = 28, InputWidth = 28)] partial class Net;"
    )]
    public void RightDeclarationsHaveNoDiagnostics(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Empty(run.Messages);
        Assert.NotNull(run.Spec);
    }

    [Fact]
    public void OfSeveralAttributesTheFirstCountsAndTheNetworkIsEmittedOnce()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[ResNet(18), ResNet(50)] partial class Net;",
            "[ResNet(34)] partial class Net; [ResNet(34)] partial class Net;"
        );

        Assert.Empty(run.Messages);
        Assert.Equal(BlockType.Basic, run.Spec.BlockType);
        Assert.Equal([2, 2, 2, 2], run.Spec.Stages);
        Assert.Contains(run.CompilerDiagnostics, one => one.Id == "CS0579");
    }

    [Fact]
    public void PartsOfAClassMayBeInSeveralFiles()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "partial class Net { int Depth => 18; }",
            "[ResNet(18)] partial class Net;",
            "partial class Net;"
        );

        Assert.Empty(run.Messages);
        Assert.Equal("Net", run.Spec.Class.Name);
    }
}
