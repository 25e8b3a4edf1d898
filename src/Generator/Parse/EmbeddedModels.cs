using Microsoft.CodeAnalysis.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>The classes whose weights the build embeds, as it says in a property of the project.</summary>
internal static class EmbeddedModels
{
    /// <summary>
    /// Full names, with a bar between them: a semicolon or a number sign would begin a comment on the property's way to
    /// the compiler.
    /// </summary>
    public const string Property = "build_property.ResNetEmbeddedModels";

    public static EquatableArray<string> Read(AnalyzerConfigOptions options) =>
        (options.TryGetValue(Property, out string? names) ? names.Split('|') : [])
            .Select(name => name.Trim())
            .Where(name => name.Length > 0)
            .ToEquatableArray();

    /// <summary>The name of the resource with a class's weights; ResNetGen.Weights.targets has the same.</summary>
    public static string ResourceOf(string fullName) => fullName + ".packed";
}
