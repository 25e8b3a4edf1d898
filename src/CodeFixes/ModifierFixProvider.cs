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
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
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

        return Task.CompletedTask;
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
        IEnumerable<TextChange> edits = diagnostics.SelectMany(one =>
            root.FindNode(one.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration
                ? ModifierFix.ById[one.Id].Edits(declaration)
                : []
        );
        return document.WithText(text.WithChanges(edits.Distinct().OrderBy(edit => edit.Span.Start)));
    }
}
