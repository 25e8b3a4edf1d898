using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

public sealed class HintNameTests
{
    [Theory]
    [InlineData("[ResNet(18)] partial class Net;", "Net")]
    [InlineData("namespace A.B; [ResNet(18)] partial class Net;", "A.B.Net")]
    [InlineData("namespace A; partial class B { [ResNet(18)] partial class Net; }", "A.B+Net")]
    [InlineData("[ResNet(18)] partial class Net; class Net<T>;", "Net")]
    [InlineData("[ResNet(18)] partial class Größe;", "Größe")]
    [InlineData("[ResNet(18)] partial class 网络;", "网络")]
    [InlineData("[ResNet(18)] partial class @class;", "class")]
    public void OrdinaryNamesArePlain(string source, string hintName) =>
        Assert.Equal(hintName, GeneratorHarness.Run(source).Spec.Class.HintName);

    [Theory]
    [InlineData("[ResNet(18)] partial class Net; [ResNet(50)] partial class NET; [ResNet(50)] partial class net;")]
    [InlineData(
        "namespace Demo { [ResNet(18)] partial class Net; } namespace DEMO { [ResNet(50)] partial class Net; }"
    )]
    [InlineData(
        "partial class A { [ResNet(18)] partial class Net; } partial class a { [ResNet(18)] partial class Net; }"
    )]
    [InlineData(
        "namespace A.B { [ResNet(18)] partial class C; } namespace A { partial class b { [ResNet(18)] partial class C; } }"
    )]
    [InlineData(
        "namespace A.B { [ResNet(18)] partial class C; } namespace A { partial class B { [ResNet(18)] partial class C; } }"
    )]
    [InlineData(
        "[ResNet(18)] partial class Net { [ResNet(18)] partial class Layer2; } namespace NET { [ResNet(18)] partial class Layer2; }"
    )]
    [InlineData("[ResNet(18)] partial class ab\u0301; [ResNet(18)] partial class ab\u0302;")]
    public void NamesThatCouldMeetAreToldApart(string source)
    {
        string[] hints = [.. GeneratorHarness.Run(source).Specs.Select(spec => spec.Class.HintName)];

        Assert.True(hints.Length > 1);
        Assert.Equal(hints.Length, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void HashIsTheSameEverywhere() =>
        Assert.Equal(
            ["Net-882428f8", "NET-a7d4a978"],
            GeneratorHarness
                .Run("[ResNet(18)] partial class Net; [ResNet(18)] partial class NET;")
                .Specs.Select(spec => spec.Class.HintName)
        );

    [Fact]
    public void CompilerTakesNamesOfEveryIdentifierAndOfAnyLength()
    {
        string longName = new('N', 500);
        string[] identifiers = ["Ⅷ", "a\u203Fb", "ab\u0301", "_0", "ﾊ", longName, longName + "A"];
        GeneratorRun run = GeneratorHarness.Run(
            string.Join('\n', identifiers.Select(name => $"[ResNet(18)] partial class {name};"))
        );
        string[] hints = [.. run.Specs.Select(spec => spec.Class.HintName)];

        Assert.Equal(identifiers.Length, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(hints, hint => Assert.True(hint.Length < 150));
        Assert.Null(Add(run.Input, hints).Exception);
    }

    private static GeneratorRunResult Add(CSharpCompilation compilation, string[] hints) =>
        CSharpGeneratorDriver.Create(new HintAdder(hints)).RunGenerators(compilation).GetRunResult().Results.Single();

    /// <summary>Asks the compiler itself.</summary>
    private sealed class HintAdder(string[] hints) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterPostInitializationOutput(output =>
            {
                foreach (string hint in hints)
                {
                    output.AddSource(hint + ".g.cs", SourceText.From("", System.Text.Encoding.UTF8));
                }
            });
    }
}
