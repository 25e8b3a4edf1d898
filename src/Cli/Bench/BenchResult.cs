namespace ResNetGen.Cli.Bench;

/// <summary>A measurement, of what and on what, and the figures that follow from it.</summary>
internal sealed record BenchResult(
    string Model,
    ModelInfo Info,
    BenchWeights Weights,
    int Batch,
    int Threads,
    MachineFacts Machine,
    Measurement Measured
)
{
    /// <summary>The mean of all runs, so that slow ones count.</summary>
    public double ImagesPerSecond => 1e3 * Batch * Measured.Runs.Count / Measured.Runs.Total;

    /// <summary>GFLOP/s, at two for a multiply-add.</summary>
    public double Gigaflops => 2 * Info.MultiplyAdds * ImagesPerSecond / 1e9;

    /// <summary>The FMA peak of the cores that the threads can run on, in GFLOP/s.</summary>
    public double Peak => Measured.Peak * Threads;

    public double PercentOfPeak => 100 * Gigaflops / Peak;

    /// <summary>Each layer; empty when layers were not asked for.</summary>
    public IReadOnlyList<LayerResult> Layers =>
        [.. Info.Layers.Zip(Measured.Layers, (layer, times) => new LayerResult(layer, times, Batch, Peak))];
}
