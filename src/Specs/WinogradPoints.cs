namespace ResNetGen;

/// <summary>
/// The points of Winograd's minimal filtering, and the weights at them. Infinity, which all have too, is not listed.
/// Inputs and products are transformed by the generated kernels, weights by the packer: both take the points from here.
/// </summary>
internal static class WinogradPoints
{
    /// <summary>F(2,3): the usual ones.</summary>
    public static readonly WinogradPoint[] Of2 = [WinogradPoint.At(0), WinogradPoint.At(1), WinogradPoint.At(-1)];

    /// <summary>
    /// F(4,3): 0, ±√½, ±√2, whose transforms lose least in float32; they need no more operations than 0, ±1, ±2.
    /// </summary>
    public static readonly WinogradPoint[] Of4 =
    [
        WinogradPoint.At(0),
        .. WinogradPoint.OppositeRoots(0.5),
        .. WinogradPoint.OppositeRoots(2),
    ];

    /// <summary>F(2,2), for the even pixels of a stride of 2.</summary>
    public static readonly WinogradPoint[] Of2Stride2 = [WinogradPoint.At(0), WinogradPoint.At(1)];

    /// <summary>F(4,2), for the even pixels of a stride of 2.</summary>
    public static readonly WinogradPoint[] Of4Stride2 =
    [
        WinogradPoint.At(0),
        WinogradPoint.At(1),
        WinogradPoint.At(-1),
        WinogradPoint.At(2),
    ];

    /// <summary>F(4,4) of the stem: three pairs of opposite points, exact in float32 with their powers.</summary>
    public static readonly WinogradPoint[] OfStem =
    [
        WinogradPoint.At(3.0 / 8),
        WinogradPoint.At(-3.0 / 8),
        WinogradPoint.At(7.0 / 8),
        WinogradPoint.At(-7.0 / 8),
        WinogradPoint.At(7.0 / 4),
        WinogradPoint.At(-7.0 / 4),
    ];

    /// <summary>Of one of the points, the product of the distances to the others.</summary>
    public static double Distances(WinogradPoint[] points, int of) =>
        points
            .Where((_, other) => other != of)
            .Aggregate(1.0, (product, other) => product * (points[of].Value - other.Value));

    /// <summary>
    /// A row of three taps to the weights at the points and at infinity, and with stride 2, where the outer taps go
    /// there, to the middle tap. F(2,3) divides them by the distances, without their signs; the others leave that to the
    /// transform of the products.
    /// </summary>
    public static double[][] WeightTransform(int m, int stride) =>
        (m, stride) switch
        {
            (4, 1) => Evaluate(Of4, taps: 3),
            (_, 1) => Evaluate(Of2, taps: 3, point => Math.Abs(Distances(Of2, point))),
            _ =>
            [
                .. Evaluate(m == 4 ? Of4Stride2 : Of2Stride2, taps: 2).Select(outer => new[] { outer[0], 0, outer[1] }),
                [0, 1, 0],
            ],
        };

    /// <summary>A row of four taps of the stem to the weights, divided by the distances.</summary>
    public static double[][] StemWeightTransform() =>
        Evaluate(OfStem, StemWinogradLayout.Taps, point => Distances(OfStem, point));

    // The kernel's polynomial at the points; infinity sees the leading coefficient.
    private static double[][] Evaluate(WinogradPoint[] points, int taps, Func<int, double>? divisor = null)
    {
        IEnumerable<int> powers = Enumerable.Range(0, taps);
        return
        [
            .. points.Select(
                (point, index) => powers.Select(power => point.Power(power) / (divisor?.Invoke(index) ?? 1)).ToArray()
            ),
            [.. powers.Select(power => power == taps - 1 ? 1.0 : 0.0)],
        ];
    }
}

/// <summary>A point with its square, which is exact also where the point itself is a root.</summary>
internal readonly struct WinogradPoint
{
    private readonly double _square;

    private WinogradPoint(double value, double square)
    {
        Value = value;
        _square = square;
    }

    public double Value { get; }

    public static WinogradPoint At(double value) => new(value, value * value);

    public static WinogradPoint[] OppositeRoots(double square) =>
        [new(Math.Sqrt(square), square), new(-Math.Sqrt(square), square)];

    /// <summary>The point to a power from 0 to 3.</summary>
    public double Power(int power) => (power < 2 ? 1 : _square) * (power % 2 == 0 ? 1 : Value);
}
