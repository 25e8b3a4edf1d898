namespace ResNetGen.Runtime.Tests.Kernels;

public class WinogradFromTapsTests
{
    // 1 to 12 squares: full tiles of every width, and all that can be left.
    // csharpier-ignore
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (3, 5), (4, 12), (7, 7), (8, 8), (5, 17), (10, 11), (9, 13)];

    private static readonly int[] ChannelCounts = [1, 16, 17, 40];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from images in new[] { 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                17,
                24,
                size.Height,
                size.Width,
                Kernel: 3,
                Images: images,
                OutHalo: 1,
                Relu: images == 2
            ),
        };

    public static IEnumerable<object[]> Channels() =>
        from inChannels in ChannelCounts
        from outChannels in ChannelCounts
        select new object[]
        {
            new ConvolutionCase(inChannels, outChannels, 6, 7, Kernel: 3, ResidualHalo: 0, Relu: true),
        };

    public static IEnumerable<object[]> Halos() =>
        from halo in new[] { 1, 2 }
        from outHalo in new[] { 0, 1, 2 }
        from residualHalo in new int?[] { null, 0, 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                20,
                40,
                7,
                6,
                Kernel: 3,
                Halo: halo,
                OutHalo: outHalo,
                ResidualHalo: residualHalo,
                Relu: outHalo == 1
            ),
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution)
    {
        ConvolutionCase c = convolution;
        using PackedLayer layer = PackedLayer.WinogradFromTaps(c.InChannels, c.OutChannels);
        long squares = (long)c.Images * WinogradLayout.Tiles(WinogradTapsLayout.Outputs, c.OutHeight, c.OutWidth);
        WinogradHarness.Check(
            c,
            layer,
            new WorkMemory(WinogradTapsLayout.WorkerScratch(c.InChannels, squares)),
            (in Worker w, Activation x, Activation y, Activation residual) =>
                w.ConvolveWinogradFromTaps(x, weights: 0, y, residual, c.Relu)
        );
    }
}
