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
            Times of one run in milliseconds. Ratios of neighbouring turns: the median, and the range. Bars for {machine.VectorBits}-bit vectors.
            {(
                machine.OnnxRuntimeIsWider
                    ? "ONNX Runtime has wider vectors on this processor: it can be faster than where the bars are from.\n"
                    : ""
            )}
            {"", -35}    ResNetGen        ONNX Runtime
            {"case", -35}  median  minimum   median  minimum  ratio           range    must   want  verdict      turns  peak GFLOP/s  difference
            """;

    public static string Row(CaseResult result) =>
        $"{result.Case, -35} {result.OursMedian, 7:F2} {result.OursMinimum, 8:F2} {result.OnnxRuntimeMedian, 8:F2} {result.OnnxRuntimeMinimum, 8:F2} "
        + $"{result.Ratio, 6:F3}  {result.RatioMinimum, 5:F3} to {result.RatioMaximum, 5:F3}  {Number(result.Bar?.Must), 6} {Number(result.Bar?.Want), 6}  "
        + $"{Word(result.Verdict), -11} {result.Turns, 6} {result.PeakGigaflops, 13:F0} {result.LargestDifference, 11:E1}";

    /// <summary>How many cases pass, and by how much each of the others falls short.</summary>
    public string Summary()
    {
        CaseResult[] judged = [.. Cases.Where(one => one.Bar is not null)];
        CaseResult[] fallShort = [.. judged.Where(one => one.Verdict == Verdict.FallsShort)];
        return judged.Length == 0
            ? $"There are no bars for {Machine.VectorBits}-bit vectors."
            : string.Join(
                '\n',
                fallShort
                    .Select(one => $"{one.Case} falls short: {one.Ratio:F3}, where {one.Bar!.Must:F2} is the most.")
                    .Prepend(
                        $"{judged.Length - fallShort.Length} of {judged.Length} pass, "
                            + $"{judged.Count(one => one.Verdict == Verdict.Want)} of them what is hoped for."
                    )
            );
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    private static string Number(double? bar) => bar is { } value ? $"{value:F2}" : "-";

    private static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Want => "pass, want",
            Verdict.Must => "pass",
            Verdict.FallsShort => "FALLS SHORT",
            _ => "no bar",
        };
}
