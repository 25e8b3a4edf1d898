using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>The namespaces that emitted code goes through, none of which a type of the project may hide.</summary>
public sealed class ProjectRulesTests
{
    // Every kind of block, stem, shortcut and algorithm, of classes that others can derive from and of such that they
    // cannot.
    private static readonly string[] Networks =
    [
        "[ResNet(18)] partial class Net0;",
        "[ResNet(50)] public sealed partial class Net1;",
        "[ResNet(50, Groups = 32, WidthPerGroup = 4, Batch = 4, NativeExport = \"net2\")] partial class Net2;",
        "[ResNet(18, Batch = 8, InputHeight = 300, Shortcut = Shortcut.ZeroPad)] partial class Net3;",
        "[ResNet(18, Convolution = ConvolutionMode.Direct, NativeExport = \"net4\")] sealed partial class Net4;",
        "[ResNet(BlockType.Basic, 66, Stem = Stem.Conv3x3, BaseWidth = 16)] partial class Net5;",
        "[ResNet(BlockType.Bottleneck, 1, 1, BottleneckStride = BottleneckStride.Conv1x1, InputChannels = 1)] partial class Net6;",
        "partial class Outer { partial struct Inner { [ResNet(34, Shortcut = Shortcut.ProjectionAlways)] partial class Net7; } }",
    ];

    private static readonly string[] Embedded = ["Net0", "Net1", "Net2", "Outer.Inner.Net7"];

    public static TheoryData<string> Namespaces => [.. ProjectRules.Namespaces];

    [Fact]
    public void NamespacesAreThoseOfEmittedCode()
    {
        GeneratorRun run = GeneratorHarness.RunEmbedding(string.Join('|', Embedded), Networks);
        SyntaxTree[] emitted = [.. run.Output.SyntaxTrees.Where(tree => !run.Input.ContainsSyntaxTree(tree))];

        Assert.Empty(run.Messages);
        Assert.Equal(Networks.Length, run.Specs.Length);
        Assert.Equal(
            Embedded.Length,
            emitted.Count(tree => tree.ToString().Contains("LoadEmbedded(int", StringComparison.Ordinal))
        );
        Assert.Equal(
            ProjectRules.Namespaces.Order(),
            emitted.SelectMany(tree => NamespacesIn(run.Output, tree)).Distinct().Order()
        );
    }

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void TypeOfTheNameIsTold(string name)
    {
        GeneratorRun run = Run(Type(name));

        Assert.Equal(
            [
                $"RNG0029: The project declares a type '{name}', and so the generated part of 'Net' cannot reach the namespace of that "
                    + "name: write another name for the type, or put it in a namespace of yours",
            ],
            run.Messages
        );
        Assert.Empty(run.Sources);
    }

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void TypeOfTheNameInAnotherNamespaceIsNoneOfIt(string name)
    {
        GeneratorRun run = Run($"namespace Mine {{ {Type(name)} }}");

        Assert.Empty(run.Messages);
        Assert.Empty(run.CompilerDiagnostics.Where(one => one.Severity == DiagnosticSeverity.Error));
        Assert.NotEmpty(run.Sources);
    }

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void PageNamesIt(string name) =>
        Assert.Contains($"`{name}`", File.ReadAllText(Repository.PathOf("docs", "diagnostics", "RNG0029.md")));

    private static string Type(string name) =>
        name.LastIndexOf('.') is > 0 and int dot
            ? $"namespace {name[..dot]} {{ class {name[(dot + 1)..]}; }}"
            : $"class {name};";

    // An alias of the reference reaches the attribute, whatever hides its namespace.
    private static GeneratorRun Run(string source)
    {
        const string Network = "extern alias specs; [specs::ResNetGen.ResNet(18)] partial class Net;";
        CSharpCompilation compilation = GeneratorHarness.Compile(Network, source);
        MetadataReference specs = compilation.References.Single(one =>
            one.Display!.EndsWith("ResNetGen.Specs.dll", StringComparison.Ordinal)
        );
        return GeneratorHarness.Run(compilation.ReplaceReference(specs, specs.WithAliases(["global", "specs"])));
    }

    /// <summary>What names of a tree mean, in its documentation too.</summary>
    private static IEnumerable<string> NamespacesIn(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot()
            .DescendantNodes(descendIntoTrivia: true)
            .OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .OfType<INamespaceSymbol>()
            .Where(space => !space.IsGlobalNamespace)
            .Select(space => space.ToDisplayString());
    }
}
