namespace ResNetGen.Bench.Compare;

/// <summary>
/// A network under the conditions in which both engines run it, and what is asked of the ratio of our median time to
/// theirs.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">Images of one run: as many as the network is laid out for.</param>
/// <param name="Threads">Threads of one run.</param>
/// <param name="Must">The ratio that may not be exceeded.</param>
/// <param name="Want">The ratio that is hoped for.</param>
internal sealed record ComparedCase(Network Network, int Batch, int Threads, double Must, double Want)
{
    /// <summary>All cases, in the order in which they run.</summary>
    public static IReadOnlyList<ComparedCase> All { get; } =
    [
        Of("resnet18", batch: 1, threads: 1, must: 0.52, want: 0.44),
        Of("resnet34", batch: 1, threads: 1, must: 0.48, want: 0.40),
        Of("resnet50", batch: 1, threads: 1, must: 0.70, want: 0.60),
        Of("resnet18", batch: 1, threads: 2, must: 0.54, want: 0.44),
        Of("resnet50", batch: 1, threads: 2, must: 0.72, want: 0.60),
        Of("resnet18", batch: 8, threads: 1, must: 0.50, want: 0.42),
        Of("resnet50", batch: 8, threads: 1, must: 0.68, want: 0.58),
        Of("resnet18", batch: 8, threads: 2, must: 0.50, want: 0.42),
        Of("resnet50", batch: 8, threads: 2, must: 0.68, want: 0.58),
        Of("resnext50_32x4d", batch: 1, threads: 1, must: 0.80, want: 0.60),
        Of("fashion_resnet20", batch: 1, threads: 1, must: 0.50, want: 0.25),
    ];

    /// <summary>What the command line calls it.</summary>
    public string Name => $"{Network.Name}-batch{Batch}-threads{Threads}";

    private static ComparedCase Of(string network, int batch, int threads, double must, double want) =>
        new(Networks.Find(network, batch)!, batch, threads, must, want);
}
