using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResNetGen.CodeFixes;

/// <summary>Offers a <see cref="ModifierFix"/> for each error that has one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ModifierFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. ModifierFix.ById.Keys];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(
            async (context, document, diagnostics) =>
                await ApplyAsync(
                        document,
                        diagnostics.Where(one => ModifierFix.ById[one.Id].Title == context.CodeActionEquivalenceKey),
                        context.CancellationToken
                    )
                    .ConfigureAwait(false)
        );

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;

        // The word may stand at another part of the class.
        foreach (Diagnostic diagnostic in context.Diagnostics.Where(one => EditsOf(root, one).Any()))
        {
            string title = ModifierFix.ById[diagnostic.Id].Title;
            context.RegisterCodeFix(
                CodeAction.Create(
                    title,
                    stop => ApplyAsync(context.Document, [diagnostic], stop),
                    equivalenceKey: title
                ),
                diagnostic
            );
        }
    }

    /// <summary>All edits at once; two networks in one type ask for the same.</summary>
    private static async Task<Document> ApplyAsync(
        Document document,
        IEnumerable<Diagnostic> diagnostics,
        CancellationToken stop
    )
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(stop).ConfigureAwait(false))!;
        SourceText text = await document.GetTextAsync(stop).ConfigureAwait(false);
        IEnumerable<TextChange> edits = diagnostics.SelectMany(one => EditsOf(root, one)).Distinct();
        return document.WithText(text.WithChanges(edits.OrderBy(edit => edit.Span.Start)));
    }

    private static IEnumerable<TextChange> EditsOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration
            ? ModifierFix.ById[diagnostic.Id].Edits(declaration)
            : [];
}
