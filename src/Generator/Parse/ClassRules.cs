using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>What a class must be for a network to be written into it.</summary>
internal static class ClassRules
{
    public static void Check(
        INamedTypeSymbol type,
        TypeDeclarationSyntax declaration,
        DiagnosticSink sink,
        CancellationToken cancellationToken
    )
    {
        CheckParts(type, declaration, sink);
        CheckKind(type, declaration, sink);
        CheckMembers(type, sink, cancellationToken);
    }

    private static void CheckParts(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        if (!IsPartial(declaration))
        {
            sink.Report(Descriptors.ClassNotPartial, declaration.Identifier, type.Name);
        }

        IEnumerable<TypeDeclarationSyntax> containers = declaration.Ancestors().OfType<TypeDeclarationSyntax>();
        foreach (TypeDeclarationSyntax container in containers.Where(container => !IsPartial(container)))
        {
            sink.Report(
                Descriptors.ContainingTypeNotPartial,
                container.Identifier,
                container.Identifier.ValueText,
                type.Name,
                ModelClassReader.KeywordsOf(container)
            );
        }
    }

    private static void CheckKind(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        SyntaxToken place = declaration.Identifier;
        if (type.Arity > 0)
        {
            sink.Report(Descriptors.GenericClass, place, $"'{type.Name}' has type parameters", "without them");
        }
        else if (ContainingTypes(type).FirstOrDefault(container => container.Arity > 0) is { } generic)
        {
            string found = $"'{type.Name}' stands in '{generic.Name}', which has type parameters";
            sink.Report(Descriptors.GenericClass, place, found, "outside of that");
        }

        if (type.IsStatic)
        {
            sink.Report(Descriptors.StaticClass, place, type.Name);
        }
        else if (type.IsAbstract)
        {
            sink.Report(Descriptors.AbstractClass, place, type.Name);
        }

        if (type.IsRecord)
        {
            sink.Report(Descriptors.RecordClass, place, type.Name);
        }

        if (ContainingTypes(type).Prepend(type).FirstOrDefault(one => one.IsFileLocal) is { } fileLocal)
        {
            sink.Report(Descriptors.FileLocalClass, place, type.Name, fileLocal.Name);
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType)
        {
            sink.Report(
                Descriptors.BaseClass,
                place,
                type.Name,
                baseType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
            );
        }

        if (GeneratedMembers.Contains(type.Name))
        {
            sink.Report(Descriptors.ClassNameTaken, place, type.Name);
        }
    }

    private static void CheckMembers(INamedTypeSymbol type, DiagnosticSink sink, CancellationToken cancellationToken)
    {
        ISymbol[] members = [.. type.GetMembers().Where(member => !member.IsImplicitlyDeclared)];

        ISymbol? copied = members.FirstOrDefault(member => GeneratedMembers.Contains(member.Name) && IsInCopy(member));

        foreach (ISymbol member in members.Where(member => copied is null || !IsInCopy(member)))
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
            {
                sink.Report(Descriptors.DeclaredConstructor, PlaceOf(constructor, cancellationToken), type.Name);
            }
            else if (GeneratedMembers.Contains(member.Name))
            {
                string what = $"another name, such as 'My{member.Name}'";
                sink.Report(
                    Descriptors.MemberNameTaken,
                    PlaceOf(member, cancellationToken),
                    type.Name,
                    member.Name,
                    "",
                    what
                );
            }

            if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            {
                sink.Report(Descriptors.RequiredMember, PlaceOf(member, cancellationToken), type.Name, member.Name);
            }
        }

        // One error stands for all members of the copy.
        if (copied is not null)
        {
            const string Why = ", and is in a copy of that part, which the project compiles too";
            string what = $"<Compile Remove=\"{EmittedCopy.Folder}\" /> in the project file, or delete the copy";
            sink.Report(
                Descriptors.MemberNameTaken,
                PlaceOf(copied, cancellationToken),
                type.Name,
                copied.Name,
                Why,
                what
            );
        }

        bool IsInCopy(ISymbol member) =>
            member.Locations.FirstOrDefault()?.SourceTree is { } tree && EmittedCopy.IsUniform(tree, cancellationToken);
    }

    /// <summary>The member's name; of a primary constructor, which has none, its parameters.</summary>
    private static Location PlaceOf(ISymbol member, CancellationToken cancellationToken) =>
        member is IMethodSymbol
        && member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
            is TypeDeclarationSyntax declaration
        && declaration.ParameterList is { } parameters
            ? parameters.GetLocation()
            : member.Locations.FirstOrDefault() ?? Location.None;

    private static bool IsPartial(TypeDeclarationSyntax declaration) =>
        declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        for (
            INamedTypeSymbol? container = type.ContainingType;
            container is not null;
            container = container.ContainingType
        )
        {
            yield return container;
        }
    }
}
