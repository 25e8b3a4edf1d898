using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class WinogradConvolutionTests
{
    // Of the sum of absolute products: the transforms round more than the definition does.
    private const double Tolerance = 4e-6;

    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (1, 19), (5, 3), (7, 7), (8, 8), (13, 17), (14, 14), (15, 29), (33, 31)];

    private static readonly int[] ChannelCounts = [1, 16, 17, 40];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from m in new[] { 2, 4 }
        select new object[] { new ConvolutionCase(17, 24, size.Height, size.Width, Kernel: 3, Images: 2, OutHalo: 1, Relu: m == 2), m };

    public static IEnumerable<object[]> Channels() =>
        from inChannels in ChannelCounts
        from outChannels in ChannelCounts
        from m in new[] { 2, 4 }
        select new object[] { new ConvolutionCase(inChannels, outChannels, 6, 9, Kernel: 3, ResidualHalo: 0, Relu: true), m };

    public static IEnumerable<object[]> Halos() =>
        from halo in new[] { 1, 2 }
        from outHalo in new[] { 0, 1, 2 }
        from residualHalo in new int?[] { null, 0, 1, 2 }
        from m in new[] { 2, 4 }
        select new object[] { new ConvolutionCase(20, 40, 7, 6, Kernel: 3, Halo: halo, OutHalo: outHalo, ResidualHalo: residualHalo, Relu: outHalo == 1), m };

    // Weights that outgrow the cache have all inputs transformed first, inputs that do are taken in blocks.
    public static IEnumerable<object[]> LargeLayers() =>
    [
        [new ConvolutionCase(160, 176, 7, 7, Kernel: 3, Images: 3, OutHalo: 1, ResidualHalo: 1, Relu: true), 2],
        [new ConvolutionCase(160, 144, 9, 10, Kernel: 3, Images: 3, ResidualHalo: 0, Relu: true), 4],
        [new ConvolutionCase(64, 48, 42, 40, Kernel: 3, OutHalo: 1), 4],
        [new ConvolutionCase(96, 32, 30, 44, Kernel: 3, Images: 2, OutHalo: 1), 2],
    ];

    [Fact]
    public void BothOrdersOfWorkAreTested()
    {
        bool[] orders = [.. LargeLayers().Select(row => TransformsAllFirst((ConvolutionCase)row[0], (int)row[1]))];
        Assert.Contains(true, orders);
        Assert.Contains(false, orders);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    [MemberData(nameof(LargeLayers))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution, int m)
    {
        ConvolutionCase c = convolution;
        Tensor x = Tensor.Deterministic(c.Images, c.InChannels, c.Height, c.Width);
        using PackedLayer layer = PackedLayer.Winograd(c.InChannels, c.OutChannels, m);
        Tensor expected = ScalarReference.Convolve(x, layer.Parameters, kernel: 3);
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel: 3);
        Tensor? residual = c.ResidualHalo is null ? null : Tensor.Deterministic(c.Images, c.OutChannels, c.Height, c.Width).Reversed();
        if (residual is not null)
        {
            expected = ScalarReference.Add(expected, residual);
            magnitude = ScalarReference.Add(magnitude, residual.Absolute());
        }

        using GuardedActivation input = new(x, c.Halo);
        using GuardedActivation? added = residual is null ? null : new(residual, c.ResidualHalo!.Value);
        using GuardedActivation output = new(c.Images, c.OutChannels, c.Height, c.Width, c.OutHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                Activation residualFrom = added is null ? default : added.From(image);
                return (in Worker w) => w.ConvolveWinograd(from, weights: 0, output.From(0), m, points: 0, residualFrom, c.Relu);
            },
            output,
            c.Relu ? ScalarReference.Relu(expected) : expected,
            magnitude,
            layer.Memory,
            memory: WorkMemoryOf(c, m),
            tolerance: Tolerance);
    }

    private static WorkMemory WorkMemoryOf(ConvolutionCase c, int m)
    {
        bool allFirst = TransformsAllFirst(c, m);
        return new WorkMemory(
            WinogradLayout.WorkerScratch(m, c.InChannels, c.OutChannels, Tiles(c, m)),
            allFirst ? WinogradLayout.Inputs(m, c.InChannels, Tiles(c, m)) : 0,
            sync: allFirst);
    }

    private static bool TransformsAllFirst(ConvolutionCase c, int m) => WinogradLayout.TransformsAllFirst(m, c.InChannels, c.OutChannels, Tiles(c, m));

    private static long Tiles(ConvolutionCase c, int m) => (long)WinogradLayout.Tiles(m, c.Height, c.Width) * c.Images;
}
