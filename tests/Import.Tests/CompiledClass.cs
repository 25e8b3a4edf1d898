extern alias generator;

using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Import.Tests;

/// <summary>A source that was written, compiled as its user would, with the generator and every warning an error.</summary>
internal sealed class CompiledClass
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "ResNetGen.Generator.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Type _type;

    private CompiledClass(Type type) => _type = type;

    /// <summary>What compiler and generator say of a source.</summary>
    public static IEnumerable<string> Problems(string source)
    {
        (Compilation compiled, ImmutableArray<Diagnostic> reported) = Generate(source);
        return reported
            .Concat(compiled.GetDiagnostics())
            .Where(one => one.Severity >= DiagnosticSeverity.Warning)
            .Select(one => one.ToString());
    }

    /// <summary>Compiles a source and loads it.</summary>
    public static CompiledClass Of(string source, string fullName)
    {
        Assert.Empty(Problems(source));
        using MemoryStream assembly = new();
        Assert.True(Generate(source).Compiled.Emit(assembly).Success);
        return new(Assembly.Load(assembly.ToArray()).GetType(fullName, throwOnError: true)!);
    }

    /// <summary>The value of a static property.</summary>
    public T Get<T>(string property) => (T)_type.GetProperty(property)!.GetValue(null)!;

    public bool Has(string property) => _type.GetProperty(property) is not null;

    /// <summary>Logits for an image, on weights from a file.</summary>
    public float[] Logits(string weights, float[] image) =>
        (float[])
            typeof(CompiledClass)
                .GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(_type)
                .Invoke(null, [weights, image])!;

    private static float[] Run<T>(string weights, float[] image)
        where T : class, IImageClassifier<T>
    {
        using T model = T.Load(weights);
        float[] logits = new float[T.Network.Classes];
        model.Forward(image, logits);
        return logits;
    }

    private static (Compilation Compiled, ImmutableArray<Diagnostic> Reported) Generate(string source)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "app" + Guid.NewGuid(),
            [CSharpSyntaxTree.ParseText(source, parse, "Source.cs", System.Text.Encoding.UTF8)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        CSharpGeneratorDriver
            .Create([new generator::ResNetGen.Generator.ResNetGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(
                compilation,
                out Compilation compiled,
                out ImmutableArray<Diagnostic> reported
            );
        return (compiled, reported);
    }
}
