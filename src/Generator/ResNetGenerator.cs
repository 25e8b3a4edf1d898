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
        IncrementalValuesProvider<ParseResult> parsed = context
            .SyntaxProvider.ForAttributeWithMetadataName(AttributeName, SpecParser.IsCandidate, SpecParser.Parse)
            .WithTrackingName("Parse");

        IncrementalValueProvider<EquatableArray<string>> embedded = context
            .AnalyzerConfigOptionsProvider.Select(static (options, _) => EmbeddedModels.Read(options.GlobalOptions))
            .WithTrackingName("EmbeddedModels");

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = parsed
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName("Diagnostics");

        IncrementalValuesProvider<Spec> specs = parsed
            .Where(static result => result.Spec is not null)
            .Select(static (result, _) => result.Spec!)
            .Combine(embedded)
            .Select(
                static (pair, _) =>
                    pair.Left with
                    {
                        HasEmbeddedWeights = pair.Right.Contains(pair.Left.Class.FullName),
                    }
            )
            .WithTrackingName("Spec");

        IncrementalValueProvider<EquatableArray<ExportedName>> taken = parsed
            .Select(static (result, _) => result.Export)
            .Where(static export => export is not null)
            .Collect()
            .Select(static (exports, _) => ExportedName.FindTaken(exports!))
            .WithTrackingName("TakenExports");

        // Names alone, without places: an edit above a class must not re-emit it.
        IncrementalValuesProvider<Spec> emitted = specs
            .Combine(taken.Select(static (exports, _) => exports.Select(export => export.Name).ToEquatableArray()))
            .Where(static pair => pair.Left.NativeExport is not { } name || !pair.Right.Contains(name))
            .Select(static (pair, _) => pair.Left);

        context.RegisterSourceOutput(
            taken.SelectMany(static (exports, _) => exports),
            static (output, export) => output.ReportDiagnostic(export.Taken.ToDiagnostic())
        );
        context.RegisterSourceOutput(
            diagnostics,
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic())
        );
        context.RegisterSourceOutput(
            emitted,
            static (output, spec) =>
            {
                foreach (SourceFile file in ModelEmitter.Emit(Planner.Plan(spec)))
                {
                    output.CancellationToken.ThrowIfCancellationRequested();
                    output.AddSource(file.HintName, file.Text);
                }
            }
        );
    }
}
