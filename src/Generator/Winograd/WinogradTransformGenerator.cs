using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes the bodies of partial methods marked <c>[WinogradTransform]</c>: the same arithmetic for three vector widths.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WinogradTransformGenerator : IIncrementalGenerator
{
    private const string AttributeName = "ResNetGen.Runtime.WinogradTransformAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<WinogradTransform> transforms = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (match, _) => Parse(match)
            )
            .WithTrackingName("WinogradTransform");
        context.RegisterSourceOutput(
            transforms,
            static (output, transform) =>
                output.AddSource($"{transform.Class}.{transform.Method}.g.cs", WinogradTransformEmitter.Emit(transform))
        );
    }

    private static WinogradTransform Parse(GeneratorAttributeSyntaxContext match)
    {
        ISymbol method = match.TargetSymbol;
        Dictionary<string, object?> values = match
            .Attributes[0]
            .NamedArguments.ToDictionary(argument => argument.Key, argument => argument.Value.Value);
        return new WinogradTransform(
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.Name,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            (int)values["Bits"]!,
            (int)values["Outputs"]!,
            Optional("Stride", 1),
            (bool)values["IsInput"]!,
            Optional("Taps", 3)
        );

        int Optional(string name, int otherwise) =>
            values.TryGetValue(name, out object? value) ? (int)value! : otherwise;
    }
}
