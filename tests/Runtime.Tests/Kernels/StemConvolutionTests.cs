using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class StemConvolutionTests
{
    [Theory]
    [InlineData(7, 2)]
    [InlineData(3, 1)]
    public void AgreesWithItsDefinitionOnAnySize(int kernel, int stride)
    {
        foreach (
            (int height, int width) in new[] { (1, 1), (1, 8), (7, 1), (4, 6), (7, 7), (13, 17), (16, 30), (33, 59) }
        )
        {
            Check(Tensor.Deterministic(2, 3, height, width), outChannels: 24, kernel, stride, outHalo: 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void AgreesWithItsDefinitionOnAnyNumberOfChannels(int inChannels)
    {
        foreach (int outChannels in new[] { 1, 5, 8, 16, 17, 24, 33, 40, 48, 64 })
        {
            Check(Tensor.Deterministic(1, inChannels, 9, 15), outChannels, kernel: 7, stride: 2, outHalo: 1);
            Check(Tensor.Deterministic(3, inChannels, 5, 8), outChannels, kernel: 3, stride: 1, outHalo: 0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LeavesTheHaloAlone(int outHalo) =>
        Check(Tensor.Deterministic(2, 3, 11, 10), outChannels: 20, kernel: 7, stride: 2, outHalo);

    [Theory]
    [InlineData(7, 2)]
    [InlineData(3, 1)]
    public void InfinityAndNaNReachTheirWindowsThroughRelu(int kernel, int stride)
    {
        Tensor x = Tensor.Deterministic(2, 3, 20, 22);
        x[0, 1, 2, 3] = double.NaN;
        x[0, 2, 15, 17] = double.PositiveInfinity;
        x[1, 0, 19, 21] = double.NegativeInfinity;

        Tensor expected = Check(x, outChannels: 40, kernel, stride, outHalo: 1, finite: false);

        Assert.Contains(expected.Values, double.IsNaN);
        Assert.Contains(expected.Values, double.IsPositiveInfinity);
    }

    private static Tensor Check(Tensor x, int outChannels, int kernel, int stride, int outHalo, bool finite = true)
    {
        using PackedLayer layer = PackedLayer.Stem(x.Channels, outChannels, kernel);
        Tensor expected = ScalarReference.Relu(ScalarReference.Convolve(x, layer.Parameters, kernel, stride));
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel, stride);

        using GuardedPlanes planes = new(x, border: kernel / 2);
        using GuardedActivation output = new(x.Images, outChannels, expected.Height, expected.Width, outHalo);
        KernelHarness.Check(
            image =>
            {
                InputPlanes from = planes.From(image);
                return (in Worker w) => w.ConvolveImages(from, weights: 0, output.From(0), kernel, stride);
            },
            output,
            expected,
            magnitude,
            layer.Memory,
            finite: finite
        );
        return expected;
    }
}
