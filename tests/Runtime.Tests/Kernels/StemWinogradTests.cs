using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class StemWinogradTests
{
    // Of the sum of absolute products: the transforms round more than the definition does.
    private const double Tolerance = 4e-6;

    [Fact]
    public void AgreesWithItsDefinitionOnAnySize()
    {
        foreach ((int height, int width) in new[] { (1, 1), (1, 8), (7, 1), (4, 6), (7, 7), (13, 17), (16, 30), (33, 59), (70, 131), (9, 301) })
        {
            Check(Tensor.Deterministic(2, 3, height, width), outChannels: 24, outHalo: 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AgreesWithItsDefinitionOnAnyNumberOfChannels(int inChannels)
    {
        foreach (int outChannels in new[] { 1, 8, 16, 17, 33, 64 })
        {
            Check(Tensor.Deterministic(3, inChannels, 19, 30), outChannels, outHalo: 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LeavesTheHaloAlone(int outHalo) => Check(Tensor.Deterministic(2, 3, 11, 10), outChannels: 20, outHalo);

    private static void Check(Tensor x, int outChannels, int outHalo)
    {
        using PackedLayer layer = PackedLayer.StemWinograd(x.Channels, outChannels);
        Tensor expected = ScalarReference.Relu(ScalarReference.Convolve(x, layer.Parameters, kernel: 7, stride: 2));
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel: 7, stride: 2);

        using GuardedActivation output = new(x.Images, outChannels, expected.Height, expected.Width, outHalo);
        KernelHarness.Check(
            image => (in Worker w) => w.ConvolveImagesWinograd(x.Channels, x.Height, x.Width, weights: 0, output.From(0)),
            output,
            expected,
            magnitude,
            layer.Memory,
            pixels: x.ToSingles(),
            memory: new WorkMemory(StemWinogradLayout.WorkerScratch((long)StemWinogradLayout.Tiles(expected.Height, expected.Width) * x.Images)),
            tolerance: Tolerance);
    }
}
