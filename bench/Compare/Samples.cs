namespace ResNetGen.Bench.Compare;

/// <summary>Times of one thing, in milliseconds, or ratios of such, in order of their size.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    public Samples(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Minimum => _sorted[0];

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    public double Maximum => _sorted[^1];
}
