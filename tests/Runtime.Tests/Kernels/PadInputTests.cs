using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class PadInputTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 3)]
    [InlineData(3, 1, 1, 19, 1)]
    [InlineData(2, 3, 5, 3, 3)]
    [InlineData(3, 3, 13, 14, 1)]
    [InlineData(1, 4, 8, 10, 3)]
    [InlineData(2, 4, 33, 31, 0)]
    public void CopiesTheImagesIntoABorderOfZeros(int images, int channels, int height, int width, int border) =>
        Check(Tensor.Deterministic(images, channels, height, width), border);

    [Fact]
    public void KeepsWhatIsNoNumber()
    {
        Tensor x = Tensor.Deterministic(1, 1, 2, 2);
        new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0 }.CopyTo(x.Values, 0);
        Check(x, border: 1);
    }

    private static void Check(Tensor x, int border)
    {
        using GuardedPlanes planes = new(x.Images, x.Channels, x.Height, x.Width, border);
        KernelHarness.Check(
            image => (in Worker w) => w.PadImages(planes.From(0)),
            planes,
            expected: x,
            magnitude: new Tensor(x.Images, x.Channels, x.Height, x.Width),
            pixels: x.ToSingles()
        );
    }
}
