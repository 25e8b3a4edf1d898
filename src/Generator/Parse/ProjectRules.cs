using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>What the emitted code asks of the project it is compiled in.</summary>
internal static class ProjectRules
{
    private const string RuntimeType = "ResNetGen.IImageModel`1";

    /// <summary>
    /// The namespaces that emitted code goes through: <c>global::</c> does not help where one of the project's types
    /// has such a name.
    /// </summary>
    public static readonly string[] Namespaces =
    [
        "System",
        "System.CodeDom",
        "System.CodeDom.Compiler",
        "System.Diagnostics",
        "System.Diagnostics.CodeAnalysis",
        "System.Runtime",
        "System.Runtime.CompilerServices",
        "System.Runtime.InteropServices",
        "ResNetGen",
        "ResNetGen.Runtime",
        "ResNetGen.Weights",
    ];

    public static void Check(
        Compilation compilation,
        INamedTypeSymbol type,
        AttributeSyntax attribute,
        DiagnosticSink sink
    )
    {
        if (compilation is CSharpCompilation { LanguageVersion: < Limits.Language and var version })
        {
            string needed = ((int)Limits.Language / 100).ToString(System.Globalization.CultureInfo.InvariantCulture);
            sink.Report(Descriptors.LanguageVersionTooLow, attribute, type.Name, needed, version.ToDisplayString());
        }

        if (compilation.GetTypesByMetadataName(RuntimeType).IsEmpty)
        {
            sink.Report(Descriptors.RuntimeMissing, attribute, type.Name);
        }

        foreach (
            string hidden in Namespaces.Where(name => compilation.Assembly.GetTypeByMetadataName(name) is not null)
        )
        {
            sink.Report(Descriptors.NamespaceHidden, attribute, type.Name, hidden);
        }
    }
}
