using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>
/// Emitted code means the same whatever has which name round it. What C# itself refuses of a user's code it says
/// without the emitted code too, and with it nothing more.
/// </summary>
public sealed class NamesInScopeTests
{
    // A network with every kind of emitted member and local: some images of its batch one by one, functions for C.
    private const string Network =
        "global::ResNetGen.ResNet(global::ResNetGen.BlockType.Basic, 1, Stem = global::ResNetGen.Stem.Conv3x3, InputHeight = 80, InputWidth = 80, BaseWidth = 16, "
        + "Batch = 3, NativeExport = \"net_N\")";

    private static readonly string[] Names =
    [
        // Keywords of some places, which are names in others; and names that are types only where none of the user's is
        // in scope.
        "var",
        "dynamic",
        "nint",
        "nuint",
        "_",
        "record",
        "file",
        "scoped",
        "field",
        "required",
        "notnull",
        "unmanaged",
        "managed",
        "global",
        "async",
        "await",
        "partial",
        "where",
        "when",
        "nameof",
        "value",
        "get",
        "set",
        "init",
        "add",
        "remove",
        "and",
        "or",
        "not",
        "with",
        "yield",
        "from",
        "select",
        "let",
        "join",
        "on",
        "equals",
        "into",
        "by",
        "alias",
        "args",
        "allows",
        "extension",
        "assembly",
        "method",
        "Cdecl",
        // Keywords.
        "int",
        "class",
        "in",
        "new",
        "string",
        "checked",
        "base",
        "this",
        // Namespaces, types and members that emitted code speaks of.
        "System",
        "ResNetGen",
        "Runtime",
        "Weights",
        "InteropServices",
        "CompilerServices",
        "Span",
        "ReadOnlySpan",
        "ReadOnlyMemory",
        "TimeSpan",
        "IntPtr",
        "UIntPtr",
        "Object",
        "String",
        "Int32",
        "Math",
        "Index",
        "Range",
        "Worker",
        "Engine",
        "Activation",
        "InputPlanes",
        "Features",
        "ModelInfo",
        "LayerInfo",
        "LayerKind",
        "ConvolutionAlgorithm",
        "IImageModel",
        "IImageClassifier",
        "NativeExport",
        "NativeClassifierExport",
        "NativeHeader",
        "NativeHeaderAttribute",
        "UnmanagedCallersOnly",
        "CallConvCdecl",
        "Convolve",
        "Sync",
        "CreateEmbedded",
        // Locals and parameters.
        "w",
        "x",
        "y",
        "conv1",
        "shortcut",
        "images",
        "logits",
        "embedding",
        "one",
        "image",
        "convolution",
        "direct",
        "engine",
        "path",
        "threads",
        "model",
    ];

    // Where N stands for the name. Each is a namespace of its own, so that one compilation has them all.
    private static readonly string[] Scopes =
    [
        "namespace Itself { [ResNet] partial class N; }",
        "namespace Around { partial class N { [ResNet] partial class Net; } }",
        "namespace AroundAsInterface { partial interface N { [ResNet] partial class Net; } }",
        "namespace AroundTwice { partial class N { partial struct M { [ResNet] partial class Net; } } }",
        "namespace Within { [ResNet] partial class Net { class N; } }",
        "namespace WithinAround { partial class Outer { class N; [ResNet] partial class Net; } }",
        "namespace Beside { class N; [ResNet] partial class Net; }",
        "namespace BesideAsGeneric { class N<T>; struct N<T, U>; [ResNet] partial class Net; }",
        "namespace BesideAsEnum { enum N { N } [ResNet] partial class Net; }",
        "namespace BesideAsNamespace { namespace N { class C; } [ResNet] partial class Net; }",
        "namespace Namespaces.N { [ResNet] partial class Net; }",
        "namespace Namespaces.Deep.N.M { [ResNet] partial class Net; }",
        "namespace AsProperty { [ResNet] partial class Net { int N => 1; } }",
        "namespace AsMethod { [ResNet] partial class Net { void N<T>() { } } }",
        "namespace AsPropertyAround { partial class Outer { public static int N => 1; [ResNet] partial class Net; } }",
        "namespace Imported { using N = global::System.Guid; partial class Other { [ResNet] partial class Net; } }",
    ];

    public static TheoryData<string> EachName => [.. Names];

    [Theory]
    [MemberData(nameof(EachName))]
    public void NothingOfThatNameIsInTheWay(string name)
    {
        // A name that cannot be somewhere is refused there, which must not hide another place: such places go apart.
        string[] sources = [.. Scopes.Select((scope, index) => Source(scope, name, index))];
        CSharpCompilation all = GeneratorHarness.Compile(sources);
        if (Errors(all).Length == 0)
        {
            CheckAddsNothing(all, []);
            return;
        }

        List<string> taken = [];
        foreach (string source in sources)
        {
            CSharpCompilation alone = GeneratorHarness.Compile(source);
            if (Errors(alone) is { Length: > 0 } refused)
            {
                CheckAddsNothing(alone, refused);
            }
            else
            {
                taken.Add(source);
            }
        }

        if (taken.Count > 0)
        {
            CheckAddsNothing([.. taken]);
        }
    }

    [Theory]
    [MemberData(nameof(EachName))]
    public void NoGlobalAliasOfThatNameIsInTheWay(string name) =>
        CheckAddsNothing(
            $"global using @{name} = global::System.Guid;",
            Source("[ResNet] partial class Net;", name, 0),
            Source("namespace Demo { [ResNet] partial class Net; }", name, 1)
        );

    [Theory]
    [MemberData(nameof(EachName))]
    public void ANetworkWithoutANamespaceMayHaveThatName(string name) =>
        CheckAddsNothing(Source("[ResNet] partial class N;", name, 0));

    [Theory]
    [MemberData(nameof(EachName))]
    public void ATypeWithoutANamespaceMayHaveThatName(string name) =>
        CheckAddsNothing(
            Source("class N;", name, 0),
            Source("[ResNet] partial class Net;", name, 1),
            Source("namespace Demo { [ResNet] partial class Net; }", name, 2)
        );

    [Fact]
    public void AnAliasMayHaveTheNameOfANetwork() =>
        CheckAddsNothing(
            "global using Net = global::System.Guid; global using Other = global::Demo.Net;",
            Source("[ResNet] partial class Net;", "Net", 0),
            Source("namespace Demo { [ResNet] partial class Net; }", "Net", 1)
        );

    // A nearer extension method would be called instead of one of the runtime's.
    [Theory]
    [InlineData("this T it")]
    [InlineData("this in global::ResNetGen.Runtime.Worker it")]
    [InlineData("this global::ResNetGen.Runtime.Engine it")]
    [InlineData("this global::ResNetGen.Runtime.Activation it")]
    public void ExtensionMethodsAreNotCalled(string receiver)
    {
        string[] called =
        [
            "PadImages",
            "ConvolveImages",
            "ConvolveAndPoolImages",
            "MaxPool3x3",
            "Convolve",
            "ConvolveGroups",
            "ConvolveSkippingZeros",
            "ConvolveWinograd",
            "ConvolveWinogradFromTaps",
            "PadChannels",
            "AveragePool",
            "Linear",
            "Sync",
            "OneImage",
            "Activation",
            "InputPlanes",
            "Features",
            "Forward",
            "Fork",
            "Dispose",
            "Embed",
            "FeatureMap",
            "Profile",
        ];
        string parameters = string.Join(
            ", ",
            "x, y, z, weights, kernel, stride, relu, residual, m, channels, height, width, offset, count"
                .Split(", ")
                .Select(name => $"object {name} = null")
        );
        string methods = string.Join(
            '\n',
            called.Select(name =>
                $"internal static int {name}<T>({receiver}, params object[] all) => 1; internal static int {name}<T>({receiver}, {parameters}) => 1;"
            )
        );
        string[] attributes =
        [
            "ResNet(18)",
            "ResNet(50)",
            "ResNet(50, Groups = 32, WidthPerGroup = 4)",
            "ResNet(18, Shortcut = Shortcut.ZeroPad)",
            "ResNet(18, Convolution = ConvolutionMode.Direct)",
            "ResNet(18, Batch = 4, InputHeight = 300)",
        ];
        string networks = string.Join(
            '\n',
            attributes.Select((attribute, index) => $"[{attribute}] partial class Net{index};")
        );
        CSharpCompilation compilation = GeneratorHarness.Compile(
            $"namespace Demo.Inner {{ static class Extensions {{ {methods} }} {networks} }}"
        );
        GeneratorRun run = GeneratorHarness.Run(compilation);
        Assert.Equal(Errors(compilation), Errors(run.Output));

        foreach (SyntaxTree tree in run.Output.SyntaxTrees.Where(tree => !run.Input.ContainsSyntaxTree(tree)))
        {
            SemanticModel model = run.Output.GetSemanticModel(tree);
            IMethodSymbol[] methodsCalled =
            [
                .. tree.GetRoot()
                    .DescendantNodes()
                    .OfType<InvocationExpressionSyntax>()
                    .Select(call => (IMethodSymbol)model.GetSymbolInfo(call).Symbol!),
            ];
            Assert.DoesNotContain(methodsCalled, method => method.IsExtensionMethod);
        }
    }

    [Theory]
    [InlineData("ResNet(18)")]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4, Batch = 4, NativeExport = \"net\")")]
    [InlineData("ResNet(18, Batch = 8, InputHeight = 300, Shortcut = Shortcut.ZeroPad)")]
    [InlineData("ResNet(BlockType.Basic, 66, Stem = Stem.Conv3x3, BaseWidth = 16)")]
    public void EveryTypeIsWrittenInFull(string attribute)
    {
        GeneratorRun run = GeneratorHarness.RunEmbedding(
            "Demo.Outer.Net",
            $"namespace Demo; static partial class Outer {{ [{attribute}] internal partial class Net; }}"
        );
        Assert.NotEmpty(run.Sources);
        foreach (SyntaxTree tree in run.Output.SyntaxTrees.Where(tree => !run.Input.ContainsSyntaxTree(tree)))
        {
            SemanticModel model = run.Output.GetSemanticModel(tree);
            SyntaxNode root = tree.GetRoot();
            Assert.Empty(root.DescendantNodes().OfType<UsingDirectiveSyntax>());
            Assert.Equal(
                [],
                root.DescendantNodes(descendIntoTrivia: true)
                    .OfType<SimpleNameSyntax>()
                    .Where(name => !IsQualified(name) && model.GetSymbolInfo(name).Symbol is INamespaceOrTypeSymbol)
                    .Select(name => name.ToString())
            );
        }

        // Below global::, or behind a dot; the name of a namespace declaration is no use of one.
        static bool IsQualified(SimpleNameSyntax name) =>
            name.Parent switch
            {
                AliasQualifiedNameSyntax => true,
                QualifiedNameSyntax qualified => qualified.Right == name
                    || name.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.Span.Contains(name.Span)
                        == true,
                MemberAccessExpressionSyntax access => access.Name == name,
                NameMemberCrefSyntax { Parent: QualifiedCrefSyntax } => true,
                BaseNamespaceDeclarationSyntax => true,
                _ => false,
            };
    }

    private static string Source(string scope, string name, int index)
    {
        string network = Network.Replace("net_N", $"net{index}", StringComparison.Ordinal);
        return System
            .Text.RegularExpressions.Regex.Replace(scope, @"\bN\b", "@" + name)
            .Replace("[ResNet]", $"[{network}]", StringComparison.Ordinal);
    }

    private static void CheckAddsNothing(params string[] sources)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(sources);
        CheckAddsNothing(compilation, Errors(compilation));
    }

    private static void CheckAddsNothing(CSharpCompilation compilation, string[] refused)
    {
        GeneratorRun run = GeneratorHarness.Run(compilation);

        Assert.Null(run.Result.Exception);
        Assert.True(refused.Length > 0 || run.Messages.Length > 0 || !run.Sources.IsEmpty);
        Assert.Equal(string.Join('\n', refused), string.Join('\n', Errors(run.Output)));
    }

    // What is said of a user's own code is his; of emitted code not even a warning.
    private static string[] Errors(CSharpCompilation compilation) =>
        [
            .. compilation
                .GetDiagnostics()
                .Where(one =>
                    one.Severity == DiagnosticSeverity.Error
                    || (
                        one.Severity == DiagnosticSeverity.Warning
                        && one.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true
                    )
                )
                .Select(one => one.ToString())
                .Order(),
        ];
}
