using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.KernelGenerator.Tests;

/// <summary>Declares kernels as the runtime does, beside its own attributes and types, and runs the generator.</summary>
internal static class KernelHarness
{
    /// <summary>The type that <see cref="Declare"/> puts methods in.</summary>
    public const string Type = "Kernels";

    private static readonly string[] RuntimeFiles =
    [
        "Kernels/KernelAttribute.cs",
        "Kernels/UnexpectedCount.cs",
        "Kernels/RegisterTiles/RegisterTileAttribute.cs",
        "Kernels/RegisterTiles/Tile.cs",
        "Kernels/Grouped/GroupedTileAttribute.cs",
        "Kernels/Winograd/WinogradTileAttribute.cs",
        "Kernels/Winograd/WinogradTransformAttribute.cs",
        "Kernels/ZeroSkipping/ZeroSkippingTileAttribute.cs",
        "Kernels/ZeroSkipping/ZeroSkippingRow.cs",
    ];

    private static readonly SyntaxTree[] Runtime =
    [
        Parse("global using System;", "GlobalUsings.cs"),
        Parse(File.ReadAllText(Repository.PathOf("src", "Specs", "Layouts", "BlockedLayout.cs")), "BlockedLayout.cs"),
        Parse(File.ReadAllText(Repository.PathOf("src", "Specs", "Algorithms", "VectorWidth.cs")), "VectorWidth.cs"),
        Parse(File.ReadAllText(Repository.PathOf("src", "Vectors512", "Vectors512.cs")), "Vectors512.cs"),
        .. RuntimeFiles.Select(file => Parse(File.ReadAllText(Repository.PathOf("src", "Runtime", file)), file)),
    ];

    /// <summary>Source of a type with these members.</summary>
    public static string Declare(string members) =>
        $$"""
            namespace ResNetGen.Runtime;

            internal static unsafe partial class {{Type}}
            {
                {{members}}
            }
            """;

    /// <summary>Runs the generator on sources, in files <c>Source0.cs</c> and so on.</summary>
    public static GeneratorRun Run(params string[] sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Kernels",
            [.. Runtime, .. sources.Select((source, index) => Parse(source, $"Source{index}.cs"))],
            Net100.References.All,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new KernelSourceGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None,
                trackIncrementalGeneratorSteps: true
            )
        );
        return GeneratorRun.Continue(driver, compilation);
    }

    /// <summary>The emitted files of a declared method, by the names behind the type's; they compile.</summary>
    public static Dictionary<string, string> Emit(string method)
    {
        GeneratorRun run = Run(Declare(method));
        Assert.Empty(run.Messages);
        Assert.DoesNotContain(run.CompilerDiagnostics, one => one.Severity == DiagnosticSeverity.Error);
        return run.Sources.ToDictionary(
            file => file.Key[(Type.Length + 1)..^".g.cs".Length],
            file => file.Value.ToString()
        );
    }

    private static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source), path: path);
}
