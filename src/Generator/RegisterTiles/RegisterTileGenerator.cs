using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.RegisterTiles;

/// <summary>
/// Writes the bodies of partial methods marked <c>[RegisterTile]</c>: the inner loops of the runtime's convolutions,
/// unrolled over registers.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RegisterTileGenerator : IIncrementalGenerator
{
    private const string AttributeName = "ResNetGen.Runtime.RegisterTileAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RegisterTile> tiles = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (match, _) => Parse(match)
            )
            .WithTrackingName("RegisterTile");
        context.RegisterSourceOutput(
            tiles,
            static (output, tile) =>
                output.AddSource($"{tile.Class}.{tile.Method}.g.cs", RegisterTileEmitter.Emit(tile))
        );
    }

    private static RegisterTile Parse(GeneratorAttributeSyntaxContext match)
    {
        ISymbol method = match.TargetSymbol;
        Dictionary<string, int> values = match
            .Attributes[0]
            .NamedArguments.Where(argument => argument.Value.Value is int)
            .ToDictionary(argument => argument.Key, argument => (int)argument.Value.Value!);
        int Value(string name) => values.TryGetValue(name, out int value) ? value : 1;
        return new RegisterTile(
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.Name,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            Value("Bits"),
            Value("Vectors"),
            Value("Pixels"),
            Value("PixelStep"),
            Value("Unroll")
        );
    }
}
