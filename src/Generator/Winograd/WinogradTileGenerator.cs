using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes the bodies of partial methods marked <c>[WinogradTile]</c>: the inner loops of Winograd convolutions whose
/// weights stay taps.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WinogradTileGenerator : IIncrementalGenerator
{
    private const string AttributeName = "ResNetGen.Runtime.WinogradTileAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<WinogradTile> tiles = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (match, _) => Parse(match)
            )
            .WithTrackingName("WinogradTile");
        context.RegisterSourceOutput(
            tiles,
            static (output, tile) =>
                output.AddSource($"{tile.Class}.{tile.Method}.g.cs", WinogradTileEmitter.Emit(tile))
        );
    }

    private static WinogradTile Parse(GeneratorAttributeSyntaxContext match)
    {
        ISymbol method = match.TargetSymbol;
        Dictionary<string, int> values = match
            .Attributes[0]
            .NamedArguments.ToDictionary(argument => argument.Key, argument => (int)argument.Value.Value!);
        return new WinogradTile(
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.Name,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            values["Bits"],
            values.TryGetValue("Squares", out int squares) ? squares : 0
        );
    }
}
