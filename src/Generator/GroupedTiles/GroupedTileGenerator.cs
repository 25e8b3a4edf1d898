using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.GroupedTiles;

/// <summary>
/// Writes the bodies of partial methods marked <c>[GroupedTile]</c>: the inner loops of 3x3 convolutions in narrow
/// groups.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GroupedTileGenerator : IIncrementalGenerator
{
    private const string AttributeName = "ResNetGen.Runtime.GroupedTileAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<GroupedTile> tiles = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (match, _) => Parse(match)
            )
            .WithTrackingName("GroupedTile");
        context.RegisterSourceOutput(
            tiles,
            static (output, tile) => output.AddSource($"{tile.Class}.{tile.Method}.g.cs", GroupedTileEmitter.Emit(tile))
        );
    }

    private static GroupedTile Parse(GeneratorAttributeSyntaxContext match)
    {
        ISymbol method = match.TargetSymbol;
        Dictionary<string, int> values = match
            .Attributes[0]
            .NamedArguments.Where(argument => argument.Value.Value is int)
            .ToDictionary(argument => argument.Key, argument => (int)argument.Value.Value!);
        return new GroupedTile(
            method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.Name,
            method.Name,
            SyntaxFacts.GetText(method.DeclaredAccessibility),
            values["Bits"],
            values["GroupWidth"],
            values["Pixels"],
            values["Stride"]
        );
    }
}
