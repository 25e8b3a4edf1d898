using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResNetGen.CodeFixes;

/// <summary>What mends an error about a modifier: one word is written or taken away, and nothing else is touched.</summary>
internal sealed class ModifierFix(string title, Func<MemberDeclarationSyntax, IEnumerable<TextChange>> edits)
{
    private static readonly ModifierFix Partial = new("Make partial", MakePartial);

    /// <summary>By the id of the error.</summary>
    public static readonly IReadOnlyDictionary<string, ModifierFix> ById = new Dictionary<string, ModifierFix>
    {
        ["RNG0001"] = Partial,
        ["RNG0002"] = Partial,
        ["RNG0004"] = new("Remove 'static'", declaration => Replace(declaration, SyntaxKind.StaticKeyword, "")),
        ["RNG0005"] = new(
            "Replace 'abstract' by 'sealed'",
            declaration =>
                Replace(
                    declaration,
                    SyntaxKind.AbstractKeyword,
                    declaration.Modifiers.Any(SyntaxKind.SealedKeyword) ? "" : "sealed"
                )
        ),
        ["RNG0010"] = new("Remove 'required'", declaration => Replace(declaration, SyntaxKind.RequiredKeyword, "")),
    };

    /// <summary>What an editor offers; fixes of the same title are done together.</summary>
    public string Title => title;

    /// <summary>The edits, for the declaration that the error is about.</summary>
    public IEnumerable<TextChange> Edits(MemberDeclarationSyntax declaration) => edits(declaration);

    /// <summary>A part of a type needs the types round it to have parts too.</summary>
    private static IEnumerable<TextChange> MakePartial(MemberDeclarationSyntax declaration) =>
        declaration
            .AncestorsAndSelf()
            .OfType<TypeDeclarationSyntax>()
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(type => new TextChange(new TextSpan(type.Keyword.SpanStart, 0), "partial "));

    /// <summary>Without a new word, the space behind the old one goes too.</summary>
    private static IEnumerable<TextChange> Replace(
        MemberDeclarationSyntax declaration,
        SyntaxKind modifier,
        string word
    ) =>
        declaration
            .Modifiers.Where(token => token.IsKind(modifier))
            .Select(token => new TextChange(
                word.Length > 0 || token.TrailingTrivia.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
                    ? token.Span
                    : TextSpan.FromBounds(token.SpanStart, token.FullSpan.End),
                word
            ));
}
