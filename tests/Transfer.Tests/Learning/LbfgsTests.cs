namespace ResNetGen.Transfer.Tests.Learning;

public sealed class LbfgsTests
{
    // Curvatures from 1 to 10,000: steepest descent would take a hundred thousand steps.
    [Fact]
    public void LongValleyIsWalkedInFewSteps()
    {
        int calls = 0;
        double[] point = [.. Enumerable.Range(0, 40).Select(index => 1.0 + index)];

        double largest = Lbfgs.Minimise(
            (at, gradient) =>
            {
                calls++;
                double value = 0;
                for (int index = 0; index < at.Length; index++)
                {
                    double curvature = Math.Pow(10, 4.0 * index / at.Length);
                    value += curvature * Math.Pow(at[index] - 3, 2) / 2;
                    gradient[index] = curvature * (at[index] - 3);
                }

                return value;
            },
            point,
            1e-9,
            2000,
            CancellationToken.None
        );

        Assert.InRange(largest, 0, 1e-9);
        Assert.InRange(calls, 1, 2000);
        Assert.All(point, value => Assert.Equal(3, value, 1e-8));
    }

    [Fact]
    public void EndsWhereNoNumberIsLower()
    {
        double[] point = [0.3];

        double largest = Lbfgs.Minimise(
            (at, gradient) =>
            {
                gradient[0] = at[0] < 0.1 ? -1 : 1;
                return Math.Abs(at[0] - 0.1);
            },
            point,
            1e-12,
            1000,
            CancellationToken.None
        );

        Assert.Equal(1, largest); // A kink has no gradient of zero.
        Assert.Equal(0.1, point[0], 1e-6);
    }
}
