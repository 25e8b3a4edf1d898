using System.Text.Json.Serialization;

namespace ResNetGen.Cli.Output;

/// <summary>Documents for <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    NewLine = "\n",
    WriteIndented = true
)]
[JsonSerializable(typeof(IReadOnlyList<ModelEntry>))]
[JsonSerializable(typeof(SummaryDocument))]
[JsonSerializable(typeof(ClassificationDocument))]
[JsonSerializable(typeof(BenchDocument))]
[JsonSerializable(typeof(InspectDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(SearchDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext;

/// <summary>Documents of one line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(EmbeddingDocument))]
internal sealed partial class LineJson : JsonSerializerContext;
