namespace ResNetGen.Cli.Output;

/// <summary>An axis from 0 whose ticks are round numbers.</summary>
internal sealed class Axis
{
    private const int FewestTicks = 4;

    private readonly double _start;
    private readonly double _length;

    /// <param name="start">Where 0 is on the page.</param>
    /// <param name="length">How long it is on the page.</param>
    /// <param name="most">The largest value to show.</param>
    public Axis(double start, double length, double most)
    {
        // All times are 0 where the clock is too coarse.
        most = most > 0 ? most : 1;
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(most / FewestTicks)));
        double step =
            magnitude
            * (most / FewestTicks / magnitude) switch
            {
                >= 5 => 5,
                >= 2 => 2,
                _ => 1,
            };
        int ticks = (int)Math.Ceiling(most / step);
        (_start, _length, End) = (start, length, ticks * step);
        Ticks = [.. Enumerable.Range(0, ticks + 1).Select(index => index * step)];
        Digits = (int)Math.Max(0, -Math.Floor(Math.Log10(step)));
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Digits behind the point that tell its ticks apart.</summary>
    public int Digits { get; }

    /// <summary>The value at its end.</summary>
    public double End { get; }

    /// <summary>Where a value is on the page.</summary>
    public double At(double value) => _start + Length(value);

    /// <summary>How far a value is from 0 on the page.</summary>
    public double Length(double value) => _length * value / End;
}
