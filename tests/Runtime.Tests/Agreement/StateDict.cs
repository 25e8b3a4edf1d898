namespace ResNetGen.Runtime.Tests.Agreement;

/// <summary>The tensors of torchvision's own networks, as <c>golden/state_dicts</c> lists them.</summary>
internal static class StateDict
{
    /// <summary>Name and shape of each tensor, <c>conv1.weight [64, 3, 7, 7]</c>, in torchvision's order.</summary>
    public static string[] Read(string network) =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "state_dicts", network + ".txt"))
                .Where(line => line[0] != '#'),
        ];

    /// <summary>Those of inference: all but the counters of training.</summary>
    public static string[] ReadParameters(string network) =>
        [.. Read(network).Where(line => !line.EndsWith(".num_batches_tracked []", StringComparison.Ordinal))];
}
