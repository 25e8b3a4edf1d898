using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Parse;

namespace ResNetGen.Generator;

/// <summary>From <c>[ResNet(...)]</c> on a class to what is wrong with it.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ResNetGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(SpecParser.AttributeMetadataName, SpecParser.IsCandidate, SpecParser.Parse)
            .WithTrackingName("Parse");

        IncrementalValuesProvider<Spec?> specs = results
            .Select(static (result, _) => result.Spec)
            .WithTrackingName("Spec");

        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticInfo diagnostic in result.Diagnostics)
            {
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            }
        });

        context.RegisterSourceOutput(specs, static (_, _) => { });
    }
}
