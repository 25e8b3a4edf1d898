using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.ZeroSkipping;

/// <summary>
/// Writes the bodies of partial methods marked <c>[ZeroSkippingTile]</c>: the inner loops of convolutions that skip
/// inputs that are zero.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZeroSkippingTileGenerator : IIncrementalGenerator
{
    private const string AttributeName = "ResNetGen.Runtime.ZeroSkippingTileAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ZeroSkippingTile> tiles = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (match, _) => Parse(match)
            )
            .WithTrackingName("ZeroSkippingTile");
        context.RegisterSourceOutput(
            tiles,
            static (output, tile) =>
                output.AddSource($"{tile.Class}.{tile.Method}.g.cs", ZeroSkippingTileEmitter.Emit(tile))
        );
    }

    private static ZeroSkippingTile Parse(GeneratorAttributeSyntaxContext match)
    {
        ISymbol method = match.TargetSymbol;
        Dictionary<string, int> values = match
            .Attributes[0]
            .NamedArguments.Where(argument => argument.Value.Value is int)
            .ToDictionary(argument => argument.Key, argument => (int)argument.Value.Value!);
        return new ZeroSkippingTile(
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.Name,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            values["Bits"],
            values["Pixels"],
            values["Blocks"]
        );
    }
}
