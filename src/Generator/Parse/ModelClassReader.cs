using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResNetGen.Generator.Parse;

/// <summary>Reads where the emitted code goes.</summary>
internal static class ModelClassReader
{
    /// <summary>
    /// The class and what is round it; <see langword="null"/> where something has no name yet, or no class can be.
    /// </summary>
    public static ModelClass? Read(INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        TypeDeclarationSyntax[] containers = [.. declaration.Ancestors().OfType<TypeDeclarationSyntax>().Reverse()];
        string[] namespaces = [.. Namespaces(type)];
        if (
            containers.Any(container => KeywordsOf(container).Length == 0 || container.Identifier.ValueText.Length == 0)
            || namespaces.Any(name => name.Length == 0)
        )
        {
            return null;
        }

        return new ModelClass
        {
            Namespace = string.Join(".", namespaces.Select(Escape)),
            Containers = containers
                .Select(container => $"partial {KeywordsOf(container)} {EscapeType(container.Identifier.ValueText)}")
                .ToEquatableArray(),
            Name = EscapeType(type.Name),
            IsDocumented = type.DeclaringSyntaxReferences.Any(IsDocumented),
            IsSealed = type.IsSealed,
            HintName = HintNames.For(type),
        };
    }

    /// <summary>
    /// What stands before the name of a type, such as <c>record struct</c>; empty for what can hold no class.
    /// </summary>
    public static string KeywordsOf(TypeDeclarationSyntax type) =>
        type.Kind() switch
        {
            SyntaxKind.ClassDeclaration => "class",
            SyntaxKind.StructDeclaration => "struct",
            SyntaxKind.InterfaceDeclaration => "interface",
            SyntaxKind.RecordDeclaration => "record",
            SyntaxKind.RecordStructDeclaration => "record struct",
            _ => "",
        };

    /// <summary>
    /// Whether a documentation comment stands before a part. Where a project asks for no documentation, the compiler
    /// reads it as an ordinary comment.
    /// </summary>
    private static bool IsDocumented(SyntaxReference part) =>
        part.GetSyntax()
            .GetLeadingTrivia()
            .Any(trivia =>
                trivia.Kind() switch
                {
                    SyntaxKind.SingleLineDocumentationCommentTrivia => true,
                    SyntaxKind.MultiLineDocumentationCommentTrivia => true,
                    SyntaxKind.SingleLineCommentTrivia => IsDocumentation(trivia.ToString(), "///", "////"),
                    SyntaxKind.MultiLineCommentTrivia => IsDocumentation(trivia.ToString(), "/**", "/***")
                        && trivia.Span.Length > "/**/".Length,
                    _ => false,
                }
            );

    private static bool IsDocumentation(string comment, string mark, string noMark) =>
        comment.StartsWith(mark, StringComparison.Ordinal) && !comment.StartsWith(noMark, StringComparison.Ordinal);

    private static IEnumerable<string> Namespaces(INamedTypeSymbol type)
    {
        Stack<string> names = new();
        for (
            INamespaceSymbol? space = type.ContainingNamespace;
            space is { IsGlobalNamespace: false };
            space = space.ContainingNamespace
        )
        {
            names.Push(space.Name);
        }

        return names;
    }

    /// <summary>
    /// Contextual keywords too: <c>class record</c> is an error, and what is a keyword changes with the language
    /// version.
    /// </summary>
    private static string Escape(string name)
    {
        bool isKeyword =
            SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;
        return isKeyword ? "@" + name : name;
    }

    /// <summary>
    /// The compiler warns of type names of lower-case letters alone. The author sees the warning at the declaration.
    /// <c>@</c> keeps it out of emitted code.
    /// </summary>
    private static string EscapeType(string name) =>
        name.All(letter => letter is >= 'a' and <= 'z') ? "@" + name : Escape(name);
}
