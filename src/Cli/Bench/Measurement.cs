namespace ResNetGen.Cli.Bench;

/// <summary>What a <see cref="RunMeter"/> found.</summary>
/// <param name="WarmUpRuns">Runs that do not count.</param>
/// <param name="Runs">Whole runs.</param>
/// <param name="Layers">Each layer; empty when layers were not asked for.</param>
/// <param name="Peak">The best FMA peak of one core meanwhile, in GFLOP/s.</param>
internal sealed record Measurement(int WarmUpRuns, Distribution Runs, IReadOnlyList<Distribution> Layers, double Peak);
