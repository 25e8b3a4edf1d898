namespace ResNetGen.KernelGenerator.Tests.Templates;

/// <summary>
/// The weight transforms, written out (Lavin and Gray 2015; Cook and Toom's construction at other points), to the bit:
/// packed files hold what they give.
/// </summary>
public sealed class WinogradPointsTests
{
    private static readonly double Root = Math.Sqrt(0.5);
    private static readonly double Root2 = Math.Sqrt(2);

    [Fact]
    public void F2With3Taps() =>
        Check(
            [
                [1, 0, 0],
                [0.5, 0.5, 0.5],
                [0.5, -0.5, 0.5],
                [0, 0, 1],
            ],
            WinogradPoints.WeightTransform(2, 1)
        );

    [Fact]
    public void F4With3Taps() =>
        Check(
            [
                [1, 0, 0],
                [1, Root, 0.5],
                [1, -Root, 0.5],
                [1, Root2, 2],
                [1, -Root2, 2],
                [0, 0, 1],
            ],
            WinogradPoints.WeightTransform(4, 1)
        );

    // The outer taps at 0, 1 and infinity; the middle tap.
    [Fact]
    public void F2With2TapsAndTheMiddleOne() =>
        Check(
            [
                [1, 0, 0],
                [1, 0, 1],
                [0, 0, 1],
                [0, 1, 0],
            ],
            WinogradPoints.WeightTransform(2, 2)
        );

    [Fact]
    public void F4With2TapsAndTheMiddleOne() =>
        Check(
            [
                [1, 0, 0],
                [1, 0, 1],
                [1, 0, -1],
                [1, 0, 2],
                [0, 0, 1],
                [0, 1, 0],
            ],
            WinogradPoints.WeightTransform(4, 2)
        );

    // With whole numbers: the points are 3, 7 and 14 eighths, and a power of 8 is left over.
    [Fact]
    public void F4With4TapsOfTheStem()
    {
        int[] eighths = [3, -3, 7, -7, 14, -14];
        double[][] expected =
        [
            .. eighths.Select(point =>
            {
                long distances = eighths
                    .Where(other => other != point)
                    .Aggregate(1L, (all, other) => all * (point - other));
                return Enumerable
                    .Range(0, 4)
                    .Select(power => Whole(point, power) * Whole(8, 5 - power) / (double)distances)
                    .ToArray();
            }),
            [0, 0, 0, 1],
        ];
        Check(expected, WinogradPoints.StemWeightTransform());

        static long Whole(int number, int power) =>
            Enumerable.Repeat((long)number, power).Aggregate(1L, (a, b) => a * b);
    }

    private static void Check(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double[] first, double[] second) in expected.Zip(actual))
        {
            // A zero's sign is no bit of a weight that is not zero itself, and sums drop it.
            Assert.Equal(first.Select(Bits), second.Select(Bits));
        }

        static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
    }
}
