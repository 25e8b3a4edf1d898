namespace ResNetGen.Transfer.Tests.Learning;

public sealed class RowSpaceTests
{
    [Fact]
    public void LengthsAndAnglesStay()
    {
        Random random = new(4);
        double[] rows = [.. Enumerable.Range(0, 7 * 40).Select(_ => random.NextDouble() - 0.5)];

        RowSpace space = new(rows, 7);

        Assert.Equal(7, space.Dimensions);
        for (int row = 0; row < 7; row++)
        {
            for (int other = 0; other < 7; other++)
            {
                Assert.Equal(Product(rows, 40, row, other), Product(space.Coordinates, 7, row, other), 1e-12);
            }

            double[] back = new double[40];
            space.Expand(space.Coordinates.AsSpan(row * 7, 7), back);
            Assert.All(
                Enumerable.Range(0, 40),
                feature => Assert.Equal(rows[row * 40 + feature], back[feature], 1e-12)
            );
        }
    }

    // A row twice, the sum of two others, and one of zeros.
    [Fact]
    public void RowsThatOthersSpanAddNothing()
    {
        RowSpace space = new([1, 2, 0, 0, 1, 2, 0, 0, 0, 1, 1, 0, 1, 3, 1, 0, 0, 0, 0, 0], 5);

        Assert.Equal(2, space.Dimensions);
        Assert.Equal(10, space.Coordinates.Length);
        double[] sum = new double[4];
        space.Expand(space.Coordinates.AsSpan(6, 2), sum);
        Assert.All(
            new[] { (0, 1.0), (1, 3.0), (2, 1.0), (3, 0.0) },
            pair => Assert.Equal(pair.Item2, sum[pair.Item1], 1e-12)
        );
    }

    private static double Product(double[] rows, int length, int row, int other) =>
        Enumerable.Range(0, length).Sum(index => rows[row * length + index] * rows[other * length + index]);
}
