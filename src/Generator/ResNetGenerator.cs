using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Emit;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator;

/// <summary>From each class with <c>[ResNet]</c> to the source of its network: parse, plan, emit.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ResNetGenerator : IIncrementalGenerator
{
    public const string AttributeName = "ResNetGen.ResNetAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, SpecParser.IsCandidate, SpecParser.Parse)
            .WithTrackingName("Parse");

        IncrementalValueProvider<EquatableArray<string>> embedded = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => EmbeddedModels.Read(options.GlobalOptions))
            .WithTrackingName("EmbeddedModels");

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = parsed
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName("Diagnostics");

        IncrementalValuesProvider<Spec> specs = parsed
            .Where(static result => result.Spec is not null)
            .Select(static (result, _) => result.Spec!)
            .Combine(embedded)
            .Select(static (pair, _) => pair.Left with { HasEmbeddedWeights = pair.Right.Contains(pair.Left.Class.FullName) })
            .WithTrackingName("Spec");

        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        context.RegisterSourceOutput(specs, static (output, spec) =>
        {
            foreach (SourceFile file in ModelEmitter.Emit(Planner.Plan(spec)))
            {
                output.CancellationToken.ThrowIfCancellationRequested();
                output.AddSource(file.HintName, file.Text);
            }
        });
    }
}
