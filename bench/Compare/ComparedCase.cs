using System.Text;

namespace ResNetGen.Bench.Compare;

/// <summary>
/// A network under the conditions in which both engines run it, and what is asked of the ratio of our time to theirs.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">Images of one run: as many as the network is laid out for.</param>
/// <param name="Threads">Threads of one run.</param>
/// <param name="On512">The bar on vectors of 512 bits.</param>
/// <param name="On256">The bar on vectors of 256 bits.</param>
internal sealed record ComparedCase(Network Network, int Batch, int Threads, Bar On512, Bar On256)
{
    /// <summary>All cases, in the order in which they run.</summary>
    public static IReadOnlyList<ComparedCase> All { get; } =
    [
        Of("resnet18", batch: 1, threads: 1, new(Must: 0.52, Want: 0.44), new(Must: 0.52, Want: 0.42)),
        Of("resnet34", batch: 1, threads: 1, new(Must: 0.48, Want: 0.40), new(Must: 0.46, Want: 0.38)),
        Of("resnet50", batch: 1, threads: 1, new(Must: 0.70, Want: 0.60), new(Must: 0.74, Want: 0.55)),
        Of("resnet18", batch: 1, threads: 2, new(Must: 0.54, Want: 0.44), new(Must: 0.52, Want: 0.42)),
        Of("resnet50", batch: 1, threads: 2, new(Must: 0.72, Want: 0.60), new(Must: 0.76, Want: 0.60)),
        Of("resnet18", batch: 8, threads: 1, new(Must: 0.50, Want: 0.42), new(Must: 0.46, Want: 0.40)),
        Of("resnet50", batch: 8, threads: 1, new(Must: 0.68, Want: 0.58), new(Must: 0.74, Want: 0.58)),
        Of("resnet18", batch: 8, threads: 2, new(Must: 0.50, Want: 0.42), new(Must: 0.46, Want: 0.40)),
        Of("resnet50", batch: 8, threads: 2, new(Must: 0.68, Want: 0.58), new(Must: 0.76, Want: 0.58)),
        Of("resnext50_32x4d", batch: 1, threads: 1, new(Must: 0.80, Want: 0.60), new(Must: 0.86, Want: 0.70)),
        Of("fashion_resnet20", batch: 1, threads: 1, new(Must: 0.50, Want: 0.25), new(Must: 0.50, Want: 0.30)),
    ];

    /// <summary>What the command line calls it.</summary>
    public string Name => $"{Network.Name}-batch{Batch}-threads{Threads}";

    /// <summary>The bar on vectors of a width; <see langword="null"/> where nothing is asked.</summary>
    public Bar? BarOn(VectorWidth width) =>
        width switch
        {
            VectorWidth.Vector512 => On512,
            VectorWidth.Vector256 => On256,
            _ => null,
        };

    /// <summary>The bars of all cases, as a table.</summary>
    public static string TableOfBars()
    {
        StringBuilder table = new();
        table.Append($"{"", -35}       512 bits       256 bits\n{"case", -35}   must   want   must   want\n");
        foreach (ComparedCase one in All)
        {
            table.Append($"{one.Name, -35} {one.On512.Must, 6:F2} {one.On512.Want, 6:F2} ");
            table.Append($"{one.On256.Must, 6:F2} {one.On256.Want, 6:F2}\n");
        }

        return table.ToString();
    }

    private static ComparedCase Of(string network, int batch, int threads, Bar on512, Bar on256) =>
        new(Networks.Find(network, batch)!, batch, threads, on512, on256);
}
