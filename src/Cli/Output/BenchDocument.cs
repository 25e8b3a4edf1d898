using ResNetGen.Cli.Bench;

namespace ResNetGen.Cli.Output;

/// <summary>The document of <c>bench --json</c>.</summary>
internal sealed record BenchDocument(
    string Model,
    string Declaration,
    BenchWeights Weights,
    int Batch,
    int Threads,
    MachineFacts Machine,
    int WarmUpRuns,
    int Runs,
    double ImagesPerSecond,
    RunTimes Milliseconds,
    long MultiplyAdds,
    double Gigaflops,
    double PeakGigaflops,
    double PercentOfPeak,
    IReadOnlyList<LayerTimes> Layers
)
{
    public static BenchDocument Of(BenchResult result)
    {
        Distribution runs = result.Measured.Runs;
        return new BenchDocument(
            result.Model,
            result.Info.Declaration,
            result.Weights,
            result.Batch,
            result.Threads,
            result.Machine,
            result.Measured.WarmUpRuns,
            runs.Count,
            result.ImagesPerSecond,
            new RunTimes(runs.Minimum, runs.Median, runs.Percentile(90), runs.Percentile(95), runs.Percentile(99)),
            result.Info.MultiplyAdds,
            result.Gigaflops,
            result.Peak,
            result.PercentOfPeak,
            [.. result.Layers.Select(LayerTimes.Of)]
        );
    }
}

/// <summary>Times of whole runs.</summary>
internal sealed record RunTimes(double Min, double Median, double P90, double P95, double P99);

/// <summary>Times of a layer.</summary>
internal sealed record LayerTimes(
    string Name,
    string Kind,
    int Kernel,
    int Stride,
    int Groups,
    ImageShape Output,
    string Algorithm,
    long MultiplyAdds,
    double BestMilliseconds,
    double MedianMilliseconds,
    double? Gigaflops,
    double? PercentOfPeak
)
{
    public static LayerTimes Of(LayerResult result)
    {
        LayerInfo layer = result.Layer;
        return new LayerTimes(
            layer.Name,
            LayerText.JsonKind(layer.Kind),
            layer.Kernel,
            layer.Stride,
            layer.Groups,
            new ImageShape(layer.OutChannels, layer.Height, layer.Width),
            LayerText.JsonAlgorithm(layer.Algorithm),
            layer.MultiplyAdds,
            result.Times.Minimum,
            result.Times.Median,
            result.Gigaflops,
            result.PercentOfPeak
        );
    }
}
