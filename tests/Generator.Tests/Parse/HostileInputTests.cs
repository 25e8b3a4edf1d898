using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>Sources that are broken or half typed: nothing throws, and nothing is emitted for them.</summary>
public sealed class HostileInputTests
{
    public static TheoryData<string> Broken =>
        [
            "[ResNet]partial class Net;",
            "[ResNet()]partial class Net;",
            "[ResNet(]partial class Net;",
            "[ResNet(5",
            "[ResNet(50",
            "[ResNet(50)",
            "[ResNet(50)]",
            "[ResNet(50)] partial",
            "[ResNet(50)] partial class",
            "[ResNet(50)] partial class {",
            "[ResNet(50)] public sealed partial class ; class Other;",
            "[ResNet(50, )]partial class Net;",
            "[ResNet(,)]partial class Net;",
            "[ResNet(50, Classes)]partial class Net;",
            "[ResNet(50, Classes = )]partial class Net;",
            "[ResNet(50, Classes = -)]partial class Net;",
            "[ResNet(50, Classes = missing)]partial class Net;",
            "[ResNet(50, Classes = \"ten\")]partial class Net;",
            "[ResNet(50, Classes = null)]partial class Net;",
            "[ResNet(50, NativeExport = 5)]partial class Net;",
            "[ResNet(50, NativeExport = missing)]partial class Net;",
            "[ResNet(50, NativeExport = new[] { \"a\" })]partial class Net;",
            "[ResNet(50, NativeExport = \"a\", NativeExport = \"b\")]partial class Net;",
            "[ResNet(50, Classes = 10L)]partial class Net;",
            "[ResNet(50, Classes = 1.5)]partial class Net;",
            "[ResNet(50, Groups = default)]partial class Net;",
            "[ResNet(50, Classes = typeof(int))]partial class Net;",
            "[ResNet(50, Classes = new[] { 1 })]partial class Net;",
            "[ResNet(50, Classes = 10, Classes = 20)]partial class Net;",
            "[ResNet(50, Clases = 10)]partial class Net;",
            "[ResNet(50, Depth = 18)]partial class Net;",
            "[ResNet(50, Stages = null)]partial class Net;",
            "[ResNet(50, TypeId = null)]partial class Net;",
            "[ResNet(50, Stem = 1)]partial class Net;",
            "[ResNet(50, Stem = Shortcut.ZeroPad)]partial class Net;",
            "[ResNet(50, Stem = Stem.)]partial class Net;",
            "[ResNet(50, Stem = Stem.Missing)]partial class Net;",
            "[ResNet(50, Stem = (Stem)7)]partial class Net;",
            "[ResNet(50, Stem = (Stem)\"\")]partial class Net;",
            "[ResNet(missing)]partial class Net;",
            "[ResNet(\"50\")]partial class Net;",
            "[ResNet(null)]partial class Net;",
            "[ResNet(default)]partial class Net;",
            "[ResNet(50L)]partial class Net;",
            "[ResNet(50.0)]partial class Net;",
            "[ResNet(50u)]partial class Net;",
            "[ResNet(99999999999999999999)]partial class Net;",
            "[ResNet(int.MaxValue)]partial class Net;",
            "[ResNet(int.MinValue)]partial class Net;",
            "[ResNet(int.MaxValue + 1)]partial class Net;",
            "[ResNet(1 / 0)]partial class Net;",
            "[ResNet(-50)]partial class Net;",
            "[ResNet(new[] { 50 })]partial class Net;",
            "[ResNet(18, 2)]partial class Net;",
            "[ResNet(depth: 18, depth: 34)]partial class Net;",
            "[ResNet(dept: 18)]partial class Net;",
            "[ResNet(Classes = 10)]partial class Net;",
            "[ResNet(Classes = 10, 50)]partial class Net;",
            "[ResNet(BlockType.Basic)]partial class Net;",
            "[ResNet(BlockType.Basic, null)]partial class Net;",
            "[ResNet(BlockType.Basic, default)]partial class Net;",
            "[ResNet(BlockType.Basic, default(int[]))]partial class Net;",
            "[ResNet(BlockType.Basic, new int[0])]partial class Net;",
            "[ResNet(BlockType.Basic, new int[] { })]partial class Net;",
            "[ResNet(BlockType.Basic, new int[3])]partial class Net;",
            "[ResNet(BlockType.Basic, new int[] { 1, \"2\" })]partial class Net;",
            "[ResNet(BlockType.Basic, new[] { 1, null })]partial class Net;",
            "[ResNet(BlockType.Basic, new[] { new[] { 1 } })]partial class Net;",
            "[ResNet(BlockType.Basic, new string[] { \"1\" })]partial class Net;",
            "[ResNet(BlockType.Basic, missing)]partial class Net;",
            "[ResNet(BlockType.Basic, 1, missing)]partial class Net;",
            "[ResNet(BlockType.Basic, 1, \"2\")]partial class Net;",
            "[ResNet(BlockType.Basic, 1, null)]partial class Net;",
            "[ResNet(BlockType.Basic, int.MaxValue, int.MaxValue, int.MaxValue)]partial class Net;",
            "[ResNet(BlockType.Basic, int.MinValue, int.MinValue)]partial class Net;",
            "[ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]partial class Net;",
            "[ResNet(BlockType.Missing, 1)]partial class Net;",
            "[ResNet((BlockType)9, 1)]partial class Net;",
            "[ResNet((BlockType)9)]partial class Net;",
            "[ResNet((BlockType)(-1), -1)]partial class Net;",
            "[ResNet(blockType: BlockType.Basic)]partial class Net;",
            "[ResNet(stages: new[] { 1 })]partial class Net;",
            "[ResNet(50, Classes = int.MaxValue, InputChannels = int.MinValue, InputHeight = -1, InputWidth = 0, Batch = int.MaxValue, BaseWidth = int.MaxValue, Groups = int.MaxValue, WidthPerGroup = int.MinValue, Stem = (Stem)int.MaxValue, Shortcut = (Shortcut)(-1), BottleneckStride = (BottleneckStride)99)]partial class Net;",
            "[ResNet(BlockType.Bottleneck, 1, 1, 1, 1, 1, 1, 1, 1, BaseWidth = 8192, Groups = 8192, WidthPerGroup = 8192, InputHeight = 16384, InputWidth = 16384, Batch = 1024, Classes = 1000000, InputChannels = 4096)]partial class Net;",
            "[ResNet(50)]class Net;",
            "class Outer { [ResNet(50)]partial class Net; }",
            "class { [ResNet(50)] partial class Net; }",
            "namespace { [ResNet(50)] partial class Net; }",
            "namespace A. { [ResNet(50)] partial class Net; }",
            "class Outer<T> { [ResNet(50)]partial class Net; }",
            "static class E { extension(int x) { [ResNet(50)] partial class Net; } }",
            "enum E { A, [ResNet(50)] partial class Net; }",
            "void M() { [ResNet(50)] partial class Net; }",
            "[ResNet(50)]partial struct Net;",
            "[ResNet(50)]partial interface Net;",
            "[ResNet(50)]partial record struct Net;",
            "[ResNet(50)]enum Net { A }",
            "[ResNet(50)]delegate void Net();",
            "[assembly: ResNet(50)]",
            "[return: ResNet(50)]partial class Net;",
            "class C<[ResNet(50)] T>;",
            "class C { [ResNet(50)] void M() { } [ResNet(50)] int P { get; set; } }",
            "[ResNet(50)]partial class Net : Net;",
            "[ResNet(50)]partial class A : B; class B : A;",
            "[ResNet(50)]partial class Net<>;",
            "[ResNet(50)]partial class Net(;",
            "[ResNet(50)]partial class Net(int x, missing y) : missing(x);",
            "[ResNet(50)]partial class Net { Net(int x) : this( }",
            "[ResNet(50)]partial class Net { public required int X; }",
            "[ResNet(50)]partial class Net { int Classes",
            "[ResNet<int>(50)]partial class Net;",
            "[ResNet(Net.Depth)]partial class Net { const int Depth = Depth; }",
            "[ResNet(50)]abstract static record Net;",
            "[ResNet(50), ResNet(]class Net;",
            "[ResNet(\n#if A\n50\n#endif\n)]partial class Net;",
        ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void NothingThrowsAndNothingIsEmitted(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Specs);
        Assert.Empty(run.Sources);

        // Silence would leave the user with a class that has no network and no word why; where the attribute is none at
        // all, it is right.
        Assert.Contains(
            run.CompilerDiagnostics.Concat(run.Diagnostics),
            one => one.Severity == DiagnosticSeverity.Error || one.Id == "CS0657"
        );
    }

    /// <summary>What the generator meets while a declaration is being typed, character by character.</summary>
    [Theory]
    [InlineData(
        "namespace A { partial class B { [ResNet(BlockType.Basic, 3, 3, Stem = Stem.Conv3x3, Classes = 10)] sealed partial class Net { int x; } } }"
    )]
    [InlineData("[ResNet(50)] public partial class Net : System.IDisposable;")]
    public void NothingThrowsWhileTyping(string source)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile("");
        GeneratorRun run = GeneratorHarness.Run(compilation);
        for (int length = 1; length <= source.Length; length++)
        {
            SyntaxTree tree = run.Input.SyntaxTrees.Single(tree => tree.FilePath == "Source0.cs");
            SyntaxTree typed = CSharpSyntaxTree.ParseText(
                source[..length],
                (CSharpParseOptions)tree.Options,
                "Source0.cs"
            );
            run = GeneratorRun.Continue(run.Driver, run.Input.ReplaceSyntaxTree(tree, typed));

            Assert.Null(run.Result.Exception);
        }

        Assert.Single(run.Specs);
    }

    [Fact]
    public void AttributeOfAnotherShapeIsNotTakenForOurs()
    {
        const string Foreign = """
            namespace ResNetGen;

            class ResNetAttribute : System.Attribute
            {
                public ResNetAttribute(int[] depth, byte stages = 1, object? blockType = null) { }
                public long Classes { get; set; }
            }
            """;
        GeneratorRun run = GeneratorHarness.Run(Foreign, "[ResNet(new int[] { 1 }, Classes = 5)] partial class Net;");

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Specs);
    }
}
