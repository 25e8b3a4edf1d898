using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.Generator;
using ResNetGen.Generator.Parse;

namespace ResNetGen.Build;

/// <summary>The networks that sources declare, read by the code that will read them in the compiler.</summary>
internal sealed class NetworkReader : IIncrementalGenerator
{
    private ImmutableArray<(string Name, ParseResult Result)> _found = [];

    private NetworkReader() { }

    /// <summary>What is declared, by full name of the class.</summary>
    public static IReadOnlyDictionary<string, ParseResult> Read(
        CSharpCompilation compilation,
        CSharpParseOptions options
    )
    {
        NetworkReader reader = new();
        CSharpGeneratorDriver.Create([reader.AsSourceGenerator()], parseOptions: options).RunGenerators(compilation);

        // A class that has the attribute twice is read at its first one; what the others give is nothing.
        return reader
            ._found.GroupBy(found => found.Name, found => found.Result)
            .ToDictionary(
                group => group.Key,
                group =>
                    group.MaxBy(result =>
                        result.Spec is not null ? 2
                        : result.Diagnostics.Count > 0 ? 1
                        : 0
                    )!
            );
    }

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(string, ParseResult)> networks = context.SyntaxProvider.ForAttributeWithMetadataName(
            ResNetGenerator.AttributeName,
            SpecParser.IsCandidate,
            static (attribute, cancellationToken) =>
                (FullName.Of(attribute.TargetSymbol), SpecParser.Parse(attribute, cancellationToken))
        );
        context.RegisterSourceOutput(networks.Collect(), (_, found) => _found = found);
    }
}
