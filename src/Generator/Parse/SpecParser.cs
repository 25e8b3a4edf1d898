using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>From <c>[ResNet(...)]</c> on a class to a <see cref="Spec"/>, or to what is wrong with it.</summary>
internal static class SpecParser
{
    /// <summary>
    /// Classes, records among them: those are told what to write instead. On anything else the compiler refuses the
    /// attribute.
    /// </summary>
    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax;

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (
            context.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class, Name.Length: > 0 } type
            || context.TargetNode is not TypeDeclarationSyntax declaration
            || FindAttribute(context, type, cancellationToken) is not { } attribute
            || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax
            || ModelClassReader.Read(type, declaration) is not { } modelClass
        )
        {
            return ParseResult.Nothing;
        }

        DiagnosticSink sink = new();
        ClassRules.Check(type, declaration, sink, cancellationToken);
        ProjectRules.Check(context.SemanticModel.Compilation, type, syntax, sink);

        SpecArguments arguments = SpecArguments.Read(attribute, syntax, context.SemanticModel);
        Spec spec = arguments.ToSpec(modelClass, DeclarationText.From(syntax));
        NetworkRules.Check(spec, arguments, sink);

        // What cannot be read is the compiler's to report, and so is a base class that cannot be one. One that cannot
        // be found may be an interface that another generator writes.
        bool isRight =
            sink.Count == 0
            && arguments.AreReadable
            && type.BaseType is not IErrorTypeSymbol { CandidateReason: not CandidateReason.None };
        return isRight
            ? new ParseResult(spec, default, ExportedName.Of(spec, arguments.PlaceOf(nameof(Spec.NativeExport))))
            : new ParseResult(null, sink.ToEquatableArray());
    }

    /// <summary>
    /// The attribute, if it is the class's first and stands on this declaration. A class may carry several by mistake,
    /// on one part or on many; each declaration is parsed, and without this a network would be emitted twice.
    /// </summary>
    private static AttributeData? FindAttribute(
        GeneratorAttributeSyntaxContext context,
        INamedTypeSymbol type,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        INamedTypeSymbol? attributeClass = context.Attributes.FirstOrDefault()?.AttributeClass;
        AttributeData? first = type.GetAttributes()
            .FirstOrDefault(attribute =>
                SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeClass)
            );
        SyntaxReference? place = first?.ApplicationSyntaxReference;
        return place?.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(place.Span)
            ? first
            : null;
    }
}
