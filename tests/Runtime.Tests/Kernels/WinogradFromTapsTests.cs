using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class WinogradFromTapsTests
{
    // Of the sum of absolute products: the transforms round more than the definition does.
    private const double Tolerance = 4e-6;

    // 1 to 12 squares: full tiles of every width, and all that can be left.
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (3, 5), (4, 12), (7, 7), (8, 8), (5, 17), (10, 11), (9, 13)];

    private static readonly int[] ChannelCounts = [1, 16, 17, 40];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from images in new[] { 1, 2 }
        select new object[] { new ConvolutionCase(17, 24, size.Height, size.Width, Kernel: 3, Images: images, OutHalo: 1, Relu: images == 2) };

    public static IEnumerable<object[]> Channels() =>
        from inChannels in ChannelCounts
        from outChannels in ChannelCounts
        select new object[] { new ConvolutionCase(inChannels, outChannels, 6, 7, Kernel: 3, ResidualHalo: 0, Relu: true) };

    public static IEnumerable<object[]> Halos() =>
        from halo in new[] { 1, 2 }
        from outHalo in new[] { 0, 1, 2 }
        from residualHalo in new int?[] { null, 0, 1, 2 }
        select new object[]
        {
            new ConvolutionCase(20, 40, 7, 6, Kernel: 3, Halo: halo, OutHalo: outHalo, ResidualHalo: residualHalo, Relu: outHalo == 1),
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution)
    {
        ConvolutionCase c = convolution;
        Tensor x = Tensor.Deterministic(c.Images, c.InChannels, c.Height, c.Width);
        using PackedLayer layer = PackedLayer.WinogradFromTaps(c.InChannels, c.OutChannels);
        Tensor expected = ScalarReference.Convolve(x, layer.Parameters, kernel: 3);
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel: 3);
        Tensor? residual = c.ResidualHalo is null ? null : Tensor.Deterministic(c.Images, c.OutChannels, c.OutHeight, c.OutWidth).Reversed();
        if (residual is not null)
        {
            expected = ScalarReference.Add(expected, residual);
            magnitude = ScalarReference.Add(magnitude, residual.Absolute());
        }

        using GuardedActivation input = new(x, c.Halo);
        using GuardedActivation? added = residual is null ? null : new(residual, c.ResidualHalo!.Value);
        using GuardedActivation output = new(c.Images, c.OutChannels, c.OutHeight, c.OutWidth, c.OutHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                Activation residualFrom = added is null ? default : added.From(image);
                return (in Worker w) => w.ConvolveWinogradFromTaps(from, weights: 0, output.From(0), residualFrom, c.Relu);
            },
            output,
            c.Relu ? ScalarReference.Relu(expected) : expected,
            magnitude,
            layer.Memory,
            memory: new WorkMemory(WinogradTapsLayout.WorkerScratch(c.InChannels, (long)c.Images * WinogradLayout.Tiles(4, c.OutHeight, c.OutWidth))),
            tolerance: Tolerance);
    }
}
