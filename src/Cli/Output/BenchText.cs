using System.Globalization;
using ResNetGen.Cli.Bench;
using static System.FormattableString;

namespace ResNetGen.Cli.Output;

/// <summary>A measurement for people.</summary>
internal static class BenchText
{
    /// <summary>How it was run: <c>1 image a run, 2 threads, made-up weights</c>.</summary>
    public static string Setting(BenchResult result) =>
        $"{Quantity.Counted(result.Batch, "image")} a run, {Quantity.Counted(result.Threads, "thread")}, {Weights(result.Weights)}";

    /// <summary>What it was run on.</summary>
    public static string Machine(MachineFacts machine) =>
        $"{machine.Processor}, {Quantity.Counted(machine.Processors, "processor")}, {machine.VectorBits}-bit vectors, "
        + $"{machine.Runtime}{(machine.NativeAot ? " (NativeAOT)" : "")}";

    /// <summary>When: <c>2026-01-31 12:00 UTC</c>.</summary>
    public static string Date(MachineFacts machine) =>
        machine.Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Three digits, no finer than a thousandth: <c>0.012</c>, <c>12.3</c>, <c>1234</c>.</summary>
    public static string Figure(double value) =>
        value switch
        {
            >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("F2", CultureInfo.InvariantCulture),
            _ => value.ToString("F3", CultureInfo.InvariantCulture),
        };

    public static void Write(Terminal terminal, BenchResult result, bool layers)
    {
        TextWriter output = terminal.Out;
        Distribution runs = result.Measured.Runs;
        output.WriteLine($"{result.Model}: {Printable.Field(Setting(result))}");
        output.WriteLine(Printable.Field(Machine(result.Machine)));
        output.WriteLine(Printable.Field($"{result.Machine.OperatingSystem}, {Date(result.Machine)}"));
        output.WriteLine();
        output.WriteLine($"Throughput  {Figure(result.ImagesPerSecond)} images/s");
        output.WriteLine(
            $"Latency     min {Figure(runs.Minimum)}, median {Figure(runs.Median)}, p90 {Figure(runs.Percentile(90))}, "
                + $"p95 {Figure(runs.Percentile(95))}, p99 {Figure(runs.Percentile(99))} ms"
        );
        output.WriteLine(
            $"Runs        {Quantity.Count(runs.Count)}, behind {Quantity.Count(result.Measured.WarmUpRuns)} to warm up"
        );
        output.WriteLine(
            $"Speed       {Figure(result.Gigaflops)} GFLOP/s, {result.PercentOfPeak:F0} % of the FMA peak "
                + $"of {Figure(result.Peak)} GFLOP/s"
        );
        if (layers)
        {
            output.WriteLine();
            WriteLayers(terminal, result);
        }
    }

    private static string Weights(BenchWeights weights) =>
        weights.Source switch
        {
            "file" => $"weights of {Path.GetFileName(weights.File)}",
            "embedded" => "its own weights",
            _ => "made-up weights",
        };

    private static void WriteLayers(Terminal terminal, BenchResult result)
    {
        TextTable table = new(
            new Column("Layer"),
            new Column("Kind"),
            new Column("Output"),
            new Column("Algorithm"),
            new Column("Best ms", IsNumber: true),
            new Column("Median ms", IsNumber: true),
            new Column("GFLOP/s", IsNumber: true),
            new Column("of peak", IsNumber: true)
        );
        foreach (LayerResult layer in result.Layers)
        {
            LayerInfo info = layer.Layer;
            table.Add(
                info.Name,
                LayerText.Kind(info),
                Quantity.Shape(info.OutChannels, info.Height, info.Width),
                info.Algorithm?.Name ?? "",
                Milliseconds(layer.Times.Minimum),
                Milliseconds(layer.Times.Median),
                layer.Gigaflops is { } gigaflops ? Invariant($"{gigaflops:F1}") : "",
                layer.PercentOfPeak is { } percent ? Invariant($"{percent:F0} %") : ""
            );
        }

        double best = result.Layers.Sum(layer => layer.Times.Minimum);
        double sum = 2.0 * result.Batch * result.Info.MultiplyAdds / best / 1e6;
        table.Add(
            "Sum",
            "",
            "",
            "",
            Milliseconds(best),
            Milliseconds(result.Layers.Sum(layer => layer.Times.Median)),
            Invariant($"{sum:F1}"),
            Invariant($"{100 * sum / result.Peak:F0} %")
        );
        table.Write(terminal);
    }

    private static string Milliseconds(double value) => Invariant($"{value:F4}");
}
