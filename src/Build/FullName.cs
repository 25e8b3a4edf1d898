using Microsoft.CodeAnalysis;

namespace ResNetGen.Build;

/// <summary>
/// The name of a class as people write it, <c>Demo.Outer.Classifier</c>; the generator's ModelClass has the same.
/// </summary>
internal static class FullName
{
    public static string Of(ISymbol symbol) =>
        symbol.ContainingSymbol is INamespaceOrTypeSymbol container and not INamespaceSymbol { IsGlobalNamespace: true }
            ? $"{Of(container)}.{symbol.Name}"
            : symbol.Name;

    /// <summary>All types in a namespace and below, nested ones too.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) =>
        container
            .GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .SelectMany(member => member is INamedTypeSymbol type ? TypesIn(member).Prepend(type) : TypesIn(member));
}
