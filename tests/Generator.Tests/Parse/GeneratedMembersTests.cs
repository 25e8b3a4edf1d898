using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>The list of names and the emitted code agree, and the code compiles wherever parsing lets it go.</summary>
public sealed class GeneratedMembersTests
{
    [Theory]
    [InlineData("[ResNet(18)] partial class Net;")]
    [InlineData("[ResNet(50, Batch = 2, Groups = 32, WidthPerGroup = 4)] partial class Net;")]
    [InlineData("[ResNet(18, NativeExport = \"net\")] partial class Net;")]
    [InlineData(
        "[ResNet(BlockType.Basic, 2, 2, Stem = Stem.Conv3x3, Shortcut = Shortcut.ZeroPad, InputHeight = 28, InputWidth = 28)] partial class Net;"
    )]
    public void EveryEmittedMemberHasANameOfTheList(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        string[] names =
        [
            .. run
                .Output.GetTypeByMetadataName("Net")!
                .GetMembers()
                .Where(member => IsAccessor(member) || IsNamed(member))
                .Select(member => member.Name)
                .Distinct(),
        ];

        Assert.NotEmpty(names);
        Assert.Contains("get_Network", names);
        Assert.Equal([], names.Where(name => !GeneratedMembers.Contains(name)));
        Assert.Empty(run.CompilerDiagnostics);

        static bool IsAccessor(ISymbol member) =>
            member is IMethodSymbol { MethodKind: MethodKind.PropertyGet, ExplicitInterfaceImplementations: [] };

        static bool IsNamed(ISymbol member) => !member.IsImplicitlyDeclared && member.CanBeReferencedByName;
    }

    /// <summary>
    /// Attributes of a class see its members: <c>Stem = Stem.Conv3x3</c> would mean a member <c>Stem</c>.
    /// </summary>
    [Fact]
    public void NoEmittedMemberHasTheNameOfTheVocabulary()
    {
        string[] vocabulary =
        [
            .. typeof(ResNetAttribute)
                .Assembly.GetTypes()
                .Where(type => type.Namespace == "ResNetGen" && (type.IsEnum || type == typeof(ResNetAttribute)))
                .SelectMany(type => new[] { type.Name, type.Name.Replace("Attribute", "") }),
        ];

        Assert.Contains(nameof(Stem), vocabulary);
        Assert.Equal([], vocabulary.Where(GeneratedMembers.Contains));
    }

    [Theory]
    [InlineData("Layer1_0", true)]
    [InlineData("Layer12_345", true)]
    [InlineData("Layer3Layers", true)]
    [InlineData("_engine", true)]
    [InlineData("_engineRoom", true)]
    [InlineData("Walk", true)]
    [InlineData("get_Walk", true)]
    [InlineData("get_walk", false)]
    [InlineData("walk", false)]
    [InlineData("Layer", false)]
    [InlineData("Layer1", false)]
    [InlineData("Layer1_", false)]
    [InlineData("Layer_0", false)]
    [InlineData("Layer1_0_0", false)]
    [InlineData("LayerA_0", false)]
    [InlineData("Layer١_0", false)]
    [InlineData("engine", false)]
    public void BlocksAndPrivateNamesAreKnownByTheirForm(string name, bool isGenerated) =>
        Assert.Equal(isGenerated, GeneratedMembers.Contains(name));

    [Theory]
    [InlineData("[ResNet(18)] partial class Net;")]
    [InlineData("namespace Demo { [ResNet(18)] public sealed partial class Net { int Depth => 18; } }")]
    [InlineData("namespace @event.@int { partial class @static { [ResNet(18)] internal partial class @record; } }")]
    [InlineData(
        "partial class A { ref partial struct B { partial interface C { partial record D { readonly partial record struct E(int Value) { [ResNet(18)] private partial class Net; } } } } }"
    )]
    [InlineData(
        "static partial class Models { [ResNet(18)] public sealed partial class Net; [ResNet(50)] public sealed partial class NET; }"
    )]
    [InlineData("namespace Größe; [ResNet(18)] partial class 网络; [ResNet(18)] partial class Ⅷ;")]
    [InlineData("namespace ResNetGen.Runtime { namespace System { [ResNet(18)] partial class Net; } }")]
    [InlineData(
        "[ResNet(18)] partial class Net { [ResNet(18)] partial class Layer2; [ResNet(18)] partial class Layers; }"
    )]
    [InlineData("[ResNet(18)] partial class Net : System.IDisposable;")]
    [InlineData(
        "namespace @event.@int { partial class @static { [ResNet(18, NativeExport = \"net\")] private partial class @record; } }"
    )]
    [InlineData(
        "partial class A { partial struct B { partial interface C { partial record D { [ResNet(18, NativeExport = \"net\")] private partial class Net; } } } }"
    )]
    public void EmittedCodeCompilesWithoutAWarning(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Null(run.Result.Exception);
        Assert.NotEmpty(run.Sources);
        Assert.Empty(run.Messages);
        Assert.Empty(run.CompilerDiagnostics);
    }

    /// <summary>Right by the rules, and as large as they allow: what stands behind parsing must take it.</summary>
    [Theory]
    [InlineData(
        "[ResNet(BlockType.Basic, 682, 683, 683, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 32, InputWidth = 32)] partial class Net;"
    )]
    [InlineData(
        "[ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 1, InputHeight = 128, InputWidth = 128)] partial class Net;"
    )]
    [InlineData("[ResNet(50, Batch = 906)] partial class Net;")]
    [InlineData(
        "[ResNet(BlockType.Basic, 1, BaseWidth = 1, InputHeight = 16384, InputWidth = 16384)] partial class Net;"
    )]
    [InlineData(
        "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 1, InputChannels = 1, Classes = 1, InputHeight = 1, InputWidth = 1)] partial class Net;"
    )]
    [InlineData(
        "[ResNet(BlockType.Basic, 1, InputChannels = 4096, BaseWidth = 1024, Classes = 1000000, InputHeight = 4, InputWidth = 4)] partial class Net;"
    )]
    [InlineData("[ResNet(BlockType.Bottleneck, 1, Groups = 8192, WidthPerGroup = 8)] partial class Net;")]
    public void NetworksAtTheLimitsAreEmitted(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Messages);
        Assert.NotEmpty(run.Sources);
        Assert.Empty(run.CompilerDiagnostics);
    }

    [Fact]
    public void EmittedCodeNeedsNoUsingOfTheUsers()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile("[ResNetGen.ResNet(18)] partial class Net;");
        compilation = compilation.RemoveSyntaxTrees(
            compilation.SyntaxTrees.Single(tree => tree.FilePath == "GlobalUsings.cs")
        );

        Assert.Empty(GeneratorHarness.Run(compilation).CompilerDiagnostics);
    }

    [Fact]
    public void EmittedCodeIsInTheLanguageThatParsingAsksFor() =>
        Assert.Empty(
            GeneratorHarness
                .Run(
                    GeneratorHarness.Compile(Limits.Language, "[ResNet(50, NativeExport = \"net\")] partial class Net;")
                )
                .CompilerDiagnostics
        );
}
