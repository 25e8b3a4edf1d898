namespace ResNetGen.Cli.Bench;

/// <summary>How long the same thing took each time, in milliseconds.</summary>
internal sealed class Distribution(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Total => _sorted.Sum();

    public double Minimum => _sorted[0];

    public double Median => Percentile(50);

    /// <summary>
    /// The shortest time that so many percent of all do not exceed: the nearest rank, a time that was measured.
    /// </summary>
    public double Percentile(int percent) => _sorted[(int)((((long)percent * Count) + 99) / 100) - 1];
}
