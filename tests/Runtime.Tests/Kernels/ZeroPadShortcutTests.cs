using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class ZeroPadShortcutTests
{
    [Theory]
    [InlineData(16, 32)]
    [InlineData(32, 64)]
    [InlineData(10, 25)]
    [InlineData(5, 64)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(17, 40)]
    [InlineData(40, 160)]
    public void CopiesBetweenChannelsOfZeros(int inChannels, int outChannels)
    {
        foreach (int stride in new[] { 1, 2 })
        {
            foreach ((int height, int width) in new[] { (1, 1), (5, 3), (8, 7) })
            {
                Tensor x = Tensor.Deterministic(2, inChannels, height, width);
                Check(x, outChannels, (outChannels - inChannels) / 2, stride, halo: 1, outHalo: stride - 1);
                Check(x, outChannels, outChannels - inChannels, stride, halo: 0, outHalo: 2);
                Check(x, outChannels, channelsBefore: 0, stride, halo: 2, outHalo: 1);
            }
        }
    }

    [Fact]
    public void KeepsWhatIsNoNumber()
    {
        Tensor x = Tensor.Deterministic(1, 5, 2, 2);
        new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0 }.CopyTo(x.Values, 4);
        Check(x, outChannels: 21, channelsBefore: 13, stride: 1, halo: 0, outHalo: 1);
    }

    private static void Check(Tensor x, int outChannels, int channelsBefore, int stride, int halo, int outHalo)
    {
        Tensor expected = ScalarReference.PadChannels(x, outChannels, channelsBefore, stride);
        using GuardedActivation input = new(x, halo);
        using GuardedActivation output = new(x.Images, outChannels, expected.Height, expected.Width, outHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                return (in Worker w) => w.PadChannels(from, output.From(0), channelsBefore, stride);
            },
            output,
            expected,
            magnitude: new Tensor(x.Images, outChannels, expected.Height, expected.Width)
        );
    }
}
