using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class GlobalAveragePoolTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 5, 1, 19)]
    [InlineData(3, 17, 5, 3)]
    [InlineData(2, 40, 7, 7)]
    [InlineData(1, 48, 13, 17)]
    public void GivesTheMeanOfEachChannel(int images, int channels, int height, int width)
    {
        foreach (int halo in new[] { 0, 1, 2 })
        {
            Check(Tensor.Deterministic(images, channels, height, width), halo);
        }
    }

    [Fact]
    public void IsAccurateOnLargeMaps() => Check(Tensor.Deterministic(1, 3, 200, 200), halo: 1);

    // The same rounding at every step adds up, where random ones cancel.
    [Fact]
    public void IsAccurateOnLargeMapsOfOneValue() => Check(new Tensor(1, 2, 200, 200).Map(_ => 0.1f), halo: 0);

    [Fact]
    public void PassesNaNAndInfinity()
    {
        Tensor x = Tensor.Deterministic(2, 18, 3, 5);
        x[0, 2, 1, 1] = double.NaN;
        x[1, 17, 0, 0] = double.PositiveInfinity;
        x[1, 16, 2, 4] = double.NegativeInfinity;
        Check(x, halo: 1);
    }

    private static void Check(Tensor x, int halo)
    {
        using GuardedActivation input = new(x, halo);
        using GuardedFeatures output = new(x.Images + 1, x.Channels);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                return (in Worker w) => w.AveragePool(from, output.From(0));
            },
            output,
            expected: ScalarReference.AveragePool(x),
            magnitude: ScalarReference.AveragePool(x.Absolute())
        );
    }
}
