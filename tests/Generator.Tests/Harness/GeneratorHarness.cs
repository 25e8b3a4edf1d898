using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.Tests.Harness;

/// <summary>Compiles source text as a user's project would be, and runs the generator on it.</summary>
internal static class GeneratorHarness
{
    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        Reference("ResNetGen.Specs.dll"),
    ];

    private static readonly MetadataReference Runtime = Reference("ResNetGen.Runtime.dll");

    // As strict as a project can be: every warning of every version of the compiler, overflow checked, no unsafe code.
    private static readonly CSharpCompilationOptions Strict = new(
        OutputKind.DynamicallyLinkedLibrary,
        warningLevel: 9999,
        checkOverflow: true,
        nullableContextOptions: NullableContextOptions.Enable
    );

    /// <summary>
    /// A compilation of the sources, which are in files <c>Source0.cs</c> and so on and have <c>using ResNetGen</c>.
    /// </summary>
    public static CSharpCompilation Compile(params string[] sources) => Compile(LanguageVersion.Latest, sources);

    public static CSharpCompilation Compile(LanguageVersion languageVersion, params string[] sources) =>
        CompileWithoutRuntime(languageVersion, sources).AddReferences(Runtime);

    /// <summary>As a project that references only the vocabulary and the generator.</summary>
    public static CSharpCompilation CompileWithoutRuntime(LanguageVersion languageVersion, params string[] sources) =>
        CSharpCompilation.Create(
            "UserProject",
            [
                Parse(languageVersion, "global using ResNetGen;", "GlobalUsings.cs"),
                .. sources.Select((source, index) => Parse(languageVersion, source, $"Source{index}.cs")),
            ],
            References,
            Strict
        );

    public static GeneratorRun Run(params string[] sources) => Run(Compile(sources));

    public static GeneratorRun Run(CSharpCompilation compilation) => Run(new ResNetGenerator(), compilation);

    /// <summary>As a project that embeds the weights of classes.</summary>
    public static GeneratorRun RunEmbedding(string embeddedModels, params string[] sources) =>
        Run(
            new ResNetGenerator(),
            Compile(sources),
            new ProjectProperties { ["ResNetEmbeddedModels"] = embeddedModels }
        );

    public static GeneratorRun Run(IIncrementalGenerator generator, CSharpCompilation compilation) =>
        Run(generator, compilation, new ProjectProperties());

    private static GeneratorRun Run(
        IIncrementalGenerator generator,
        CSharpCompilation compilation,
        ProjectProperties properties
    )
    {
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            optionsProvider: properties,
            driverOptions: new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None,
                trackIncrementalGeneratorSteps: true
            )
        );
        return GeneratorRun.Continue(driver, compilation);
    }

    private static MetadataReference Reference(string file) =>
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));

    // Documentation comments are parsed: what is wrong in an emitted one is a warning to the user too.
    private static SyntaxTree Parse(LanguageVersion languageVersion, string source, string path) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(languageVersion, DocumentationMode.Diagnose), path);
}
