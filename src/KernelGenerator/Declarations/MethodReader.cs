using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator;

namespace ResNetGen.KernelGenerator.Declarations;

/// <summary>Reads and checks a method with attributes of one kind.</summary>
internal static class MethodReader
{
    public static KernelMethod Read(
        KernelKind kind,
        GeneratorAttributeSyntaxContext match,
        CancellationToken cancellation
    )
    {
        IMethodSymbol method = (IMethodSymbol)match.TargetSymbol;
        List<KernelError> errors = [];
        foreach (string problem in ProblemsOf(method, match.Attributes[0].AttributeClass!))
        {
            errors.Add(KernelError.At(((MethodDeclarationSyntax)match.TargetNode).Identifier.GetLocation(), problem));
        }

        List<KernelNumbers> kernels = [];
        HashSet<string> names = [];
        HashSet<string> choices = [];
        string[] keys = [.. method.Parameters.Skip(1).Select(parameter => parameter.Name)];
        foreach (AttributeData attribute in match.Attributes)
        {
            foreach (KernelNumbers numbers in NumbersOf(attribute))
            {
                KernelTemplate kernel = kind.Template(numbers);
                string choice = string.Join(", ", keys.Select(key => numbers.TextOf(PropertyOf(key))));
                if ((kernel.Problem() ?? Twice()) is { } problem)
                {
                    Location place = attribute.ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation();
                    errors.Add(KernelError.At(place, $"[{kind.Name}] of '{method.Name}': {problem}"));
                    break;
                }

                kernels.Add(numbers);

                string? Twice() =>
                    !names.Add(kernel.Name)
                        ? $"found a second '{kernel.Name}', expected each once: remove one of the two"
                    : !choices.Add($"{numbers.Vectors}: {choice}")
                        ? $"found a second kernel of {numbers.Bits} bits for the same arguments, expected one: "
                            + "declare a parameter that tells them apart"
                    : null;
            }
        }

        return new KernelMethod(
            kind.Name,
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.IsValueType ? "struct" : "class",
            method.ContainingType.Name,
            method.Name,
            Head(method),
            method.ReturnType is IFunctionPointerTypeSymbol,
            keys.ToEquatableArray(),
            kernels.ToEquatableArray(),
            errors.ToEquatableArray()
        );
    }

    /// <summary>The property that a parameter chooses by.</summary>
    public static string PropertyOf(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    private static string Head(IMethodSymbol method)
    {
        SymbolDisplayFormat format = SymbolDisplayFormat.FullyQualifiedFormat;
        IEnumerable<string> parameters = method.Parameters.Select(parameter =>
            $"{parameter.Type.ToDisplayString(format)} {parameter.Name}"
        );
        return $"{SyntaxFacts.GetText(method.DeclaredAccessibility)} static partial "
            + $"{method.ReturnType.ToDisplayString(format)} {method.Name}({string.Join(", ", parameters)})";
    }

    private static IEnumerable<string> ProblemsOf(IMethodSymbol method, INamedTypeSymbol attribute)
    {
        if (
            !method.IsStatic
            || !method.IsPartialDefinition
            || method.IsGenericMethod
            || method.Parameters.FirstOrDefault()?.Type.Name != "VectorWidth"
            || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)
        )
        {
            yield return $"found '{method.ToDisplayString()}', expected a static partial method whose first parameter "
                + "is the VectorWidth: declare 'static partial … "
                + $"{method.Name}(VectorWidth width, …)' without a body";
            yield break;
        }

        if (method.ContainingType is { IsGenericType: true } or { ContainingType: not null })
        {
            yield return $"found '{method.Name}' in '{method.ContainingType.ToDisplayString()}', expected a type of a "
                + "namespace's own, without type parameters: move the method to one";
        }

        foreach (IParameterSymbol parameter in method.Parameters.Skip(1))
        {
            string property = PropertyOf(parameter.Name);
            if (attribute.GetMembers(property).IsEmpty)
            {
                yield return $"found the parameter '{parameter.Name}' of '{method.Name}', expected one that chooses by "
                    + $"a number of {attribute.Name}, which has no '{property}': rename or remove it";
            }
        }

        if (method.GetAttributes().Select(one => one.AttributeClass?.Name).Distinct().Count(IsKind) > 1)
        {
            yield return $"found several kinds of kernels at '{method.Name}', expected one: declare a method for each";
        }
    }

    private static bool IsKind(string? attribute) => KernelKind.All.Any(kind => kind.Name + "Attribute" == attribute);

    // An attribute without a width declares a kernel for each.
    private static IEnumerable<KernelNumbers> NumbersOf(AttributeData attribute)
    {
        EquatableArray<KernelNumber> values = attribute
            .NamedArguments.Where(argument => argument.Value.Value is int or bool)
            .Select(argument => new KernelNumber(
                argument.Key,
                argument.Value.Value is int number ? number
                    : argument.Value.Value is true ? 1
                    : 0,
                argument.Value.ToCSharpString()
            ))
            .ToEquatableArray();
        KernelNumber bits = values.FirstOrDefault(value => value.Name == "Bits");
        return (bits.Text is null ? VectorSet.All.Select(vectors => vectors.Bits).Distinct() : [bits.Value]).Select(
            width => new KernelNumbers(width, values)
        );
    }
}
