namespace ResNetGen.Bench.Compare;

/// <summary>Times of one thing, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    public Samples(IEnumerable<double> times) => _sorted = [.. times.Order()];

    public int Count => _sorted.Length;

    public double Minimum => _sorted[0];

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;
}
