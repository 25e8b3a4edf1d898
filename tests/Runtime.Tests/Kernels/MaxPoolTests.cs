using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class MaxPoolTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 16, 1, 9)]
    [InlineData(2, 17, 2, 2)]
    [InlineData(1, 3, 5, 3)]
    [InlineData(3, 24, 7, 8)]
    [InlineData(2, 40, 14, 13)]
    [InlineData(1, 64, 33, 31)]
    [InlineData(2, 16, 30, 56)]
    public void GivesTheLargestOfEachWindow(int images, int channels, int height, int width)
    {
        foreach (int halo in new[] { 1, 2 })
        {
            foreach (int outHalo in new[] { 0, 1, 2 })
            {
                Check(Tensor.Deterministic(images, channels, height, width).Absolute(), halo, outHalo);
            }
        }
    }

    [Fact]
    public void PassesNaNFromEveryPlaceOfAWindow()
    {
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                Tensor x = Tensor.Deterministic(1, 16, 5, 6).Absolute();
                x[0, column, row, column] = double.NaN;
                x[0, 15, 4 - row, column] = -double.NaN;
                Check(x, halo: 1, outHalo: 1);
            }
        }
    }

    [Fact]
    public void TakesInfinityAndNegativeZero()
    {
        Tensor x = Tensor.Deterministic(1, 16, 5, 6).Map(_ => -0.0);
        x[0, 7, 2, 3] = double.PositiveInfinity;
        Check(x, halo: 1, outHalo: 1);
    }

    private static void Check(Tensor x, int halo, int outHalo)
    {
        Tensor expected = ScalarReference.MaxPool3x3(x);
        using GuardedActivation input = new(x, halo);
        using GuardedActivation output = new(x.Images, x.Channels, expected.Height, expected.Width, outHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                return (in Worker w) => w.MaxPool3x3(from, output.From(0));
            },
            output,
            expected,
            magnitude: new Tensor(x.Images, x.Channels, expected.Height, expected.Width)
        );
    }
}
