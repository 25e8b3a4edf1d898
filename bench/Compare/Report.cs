using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNetGen.Bench.Compare;

/// <summary>A comparison as a table, a row as soon as it is known, and as JSON.</summary>
internal sealed record Report(MachineFacts Machine, IReadOnlyList<CaseResult> Cases)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Head(MachineFacts machine) =>
        $"""
            {machine.Processor}, {machine.Processors} processors, {machine.VectorBits}-bit vectors
            {machine.OperatingSystem}, {machine.Runtime}, ONNX Runtime {machine.OnnxRuntime}, {machine.Date:yyyy-MM-dd HH:mm} UTC
            Times of one run in milliseconds.

            {"", -35}    ResNetGen        ONNX Runtime
            {"case", -35}  median  minimum   median  minimum  ratio   must   want  verdict  turns  peak GFLOP/s  difference
            """;

    public static string Row(CaseResult result) =>
        $"{result.Case, -35} {result.OursMedian, 7:F2} {result.OursMinimum, 8:F2} {result.OnnxRuntimeMedian, 8:F2} {result.OnnxRuntimeMinimum, 8:F2} "
        + $"{result.Ratio, 6:F3} {result.Must, 6:F2} {result.Want, 6:F2}  {Word(result.Verdict), -7} {result.Turns, 6} {result.PeakGigaflops, 13:F0} "
        + $"{result.LargestDifference, 11:E1}";

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    private static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Want => "want",
            Verdict.Must => "must",
            _ => "MISSED",
        };
}
