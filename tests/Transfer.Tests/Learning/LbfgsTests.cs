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
            _ => { },
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
    public void InverseOfTheHessianNeedsHardlyAStep()
    {
        int calls = 0;
        double[] point = [5, -7];

        Lbfgs.Minimise(
            (at, gradient) =>
            {
                calls++;
                (gradient[0], gradient[1]) = (1000 * at[0], at[1]);
                return 500 * at[0] * at[0] + at[1] * at[1] / 2;
            },
            vector => vector[0] /= 1000,
            point,
            1e-12,
            100,
            CancellationToken.None
        );

        Assert.InRange(calls, 1, 3);
        Assert.Equal([0, 0], point);
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
            _ => { },
            point,
            1e-12,
            1000,
            CancellationToken.None
        );

        Assert.Equal(1, largest); // A kink has no gradient of zero.
        Assert.Equal(0.1, point[0], 1e-6);
    }
}
