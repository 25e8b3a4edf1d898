extern alias Generator;

using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResNetGenerator = Generator::ResNetGen.Generator.ResNetGenerator;

namespace ResNetGen.Bench.Benchmarks;

/// <summary>What a compilation pays for the generator: for a new network, and for an edit elsewhere.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(ResNetAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IImageModel).Assembly.Location),
    ];

    private static readonly SyntaxTree Model = CSharpSyntaxTree.ParseText(
        """
        using ResNetGen;

        [ResNet(152)]
        public sealed partial class Classifier;
        """
    );

    private static readonly SyntaxTree Other = CSharpSyntaxTree.ParseText("class Other { int One() => 1; }");
    private static readonly SyntaxTree Edited = Other.WithChangedText(
        SourceText.From("class Other { int One() => 2; }")
    );

    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _warm = null!;

    [GlobalSetup]
    public void RunOnce()
    {
        _compilation = Compile();
        _warm = CreateDriver().RunGenerators(_compilation);
        GeneratorRunResult result = _warm.GetRunResult().Results.Single();
        if (result.GeneratedSources.IsEmpty || !result.Diagnostics.IsEmpty)
        {
            throw new InvalidOperationException(
                $"Nothing was generated. {string.Join('\n', result.Diagnostics)} {result.Exception}"
            );
        }
    }

    /// <summary>ResNet-152 by a new driver: parsing the attribute, planning, emitting.</summary>
    [Benchmark]
    public GeneratorDriver ResNet152() => CreateDriver().RunGenerators(Compile());

    /// <summary>An edit of another file: everything about the network comes from the cache.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _warm.RunGenerators(_compilation.ReplaceSyntaxTree(Other, Edited));

    // New each time: a compilation keeps what was bound in it.
    private static CSharpCompilation Compile() =>
        CSharpCompilation.Create(
            "UserProject",
            [Model, Other],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );

    private static CSharpGeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(new ResNetGenerator());
}
