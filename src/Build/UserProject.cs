using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResNetGen.Generator.Parse;

namespace ResNetGen.Build;

/// <summary>The sources of a project as the compiler will see them, but for what generators add.</summary>
internal sealed class UserProject
{
    private readonly CSharpCompilation _compilation;
    private readonly IReadOnlyDictionary<string, ParseResult> _networks;

    private UserProject(CSharpCompilation compilation, CSharpParseOptions options)
    {
        _compilation = compilation;
        _networks = NetworkReader.Read(compilation, options);
    }

    /// <summary>Full names of the classes with <c>[ResNet]</c>.</summary>
    public IReadOnlyList<string> Networks => [.. _networks.Keys.Order(StringComparer.Ordinal)];

    public static UserProject Read(Request request)
    {
        LanguageVersion version = LanguageVersionFacts.TryParse(request.LanguageVersion, out LanguageVersion parsed)
            ? parsed
            : LanguageVersion.Default;
        CSharpParseOptions options = new(version, DocumentationMode.None, preprocessorSymbols: request.Defines);
        SyntaxTree[] trees = new SyntaxTree[request.Sources.Count];
        Parallel.For(0, trees.Length, index => trees[index] = Parse(request.Sources[index], options));

        // By its name and its key, others tell it what is internal to them.
        CSharpCompilation compilation = CSharpCompilation.Create(
            request.AssemblyName,
            trees,
            request.References.Where(reference => File.Exists(reference.Path)).Select(Reference),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                cryptoKeyFile: request.KeyFile.Length > 0 ? request.KeyFile : null,
                strongNameProvider: new DesktopStrongNameProvider([
                    Path.GetDirectoryName(Path.GetFullPath(request.Project))!,
                ])
            )
        );
        return new UserProject(compilation, options);
    }

    /// <summary>What is declared on a class; <see langword="null"/> if it has no <c>[ResNet]</c>.</summary>
    public ParseResult? Find(string name) => _networks.GetValueOrDefault(name);

    /// <summary>Whether there is a class of the name.</summary>
    public bool Declares(string name) => TypesOf(name).Any();

    /// <summary>The first of what the compiler will say of a class's attributes; empty if nothing.</summary>
    public string FirstErrorOf(string name) =>
        TypesOf(name)
            .SelectMany(type => type.GetAttributes())
            .Select(attribute => attribute.ApplicationSyntaxReference)
            .OfType<SyntaxReference>()
            .SelectMany(place => _compilation.GetSemanticModel(place.SyntaxTree).GetDiagnostics(place.Span))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic =>
                $"{Place(diagnostic.Location.GetLineSpan())}: {diagnostic.Id}: {diagnostic.GetMessage(null)}"
            )
            .FirstOrDefault("");

    private IEnumerable<INamedTypeSymbol> TypesOf(string name) =>
        FullName.TypesIn(_compilation.Assembly.GlobalNamespace).Where(type => FullName.Of(type) == name);

    private static string Place(FileLinePositionSpan span) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})"
        );

    private static MetadataReference Reference(ReferenceItem reference) =>
        MetadataReference.CreateFromFile(
            reference.Path,
            new MetadataReferenceProperties(aliases: [.. reference.Aliases])
        );

    private static SyntaxTree Parse(string path, CSharpParseOptions options)
    {
        using FileStream stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), options, path);
    }
}
