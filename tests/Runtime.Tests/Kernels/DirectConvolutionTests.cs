using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class DirectConvolutionTests
{
    // csharpier-ignore
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (1, 19), (5, 3), (7, 7), (13, 17), (14, 14), (15, 29), (33, 31)];

    private static readonly int[] ChannelCounts = [1, 3, 5, 16, 17, 24, 40, 48];

    // In, out and groups: from one channel in each group to whole blocks, and groups that begin inside a block.
    // csharpier-ignore
    private static readonly (int In, int Out, int Groups)[] GroupShapes =
    [
        (5, 5, 5), (32, 32, 32), (24, 24, 6), (64, 64, 16), (40, 40, 5), (64, 64, 4), (48, 48, 2), (72, 72, 3), (64, 64, 2), (128, 128, 4), (128, 128, 2),
        (4, 12, 4), (12, 4, 4), (8, 64, 2), (64, 8, 2), (48, 32, 2), (32, 48, 2), (96, 64, 2), (48, 96, 3), (16, 128, 2), (90, 30, 10),
    ];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from kernel in new[] { 1, 3 }
        from stride in new[] { 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                17,
                24,
                size.Height,
                size.Width,
                kernel,
                stride,
                Images: 2,
                OutHalo: 1,
                Relu: stride == 1
            ),
        };

    public static IEnumerable<object[]> Channels() =>
        from inChannels in ChannelCounts
        from outChannels in ChannelCounts
        select new object[]
        {
            new ConvolutionCase(
                inChannels,
                outChannels,
                5,
                7,
                Kernel: (inChannels + outChannels) % 2 == 0 ? 1 : 3,
                ResidualHalo: 0,
                Relu: true
            ),
        };

    public static IEnumerable<object[]> Halos() =>
        from kernel in new[] { 1, 3 }
        from stride in new[] { 1, 2 }
        from halo in new[] { 0, 1, 2 }
        where halo >= kernel / 2
        from outHalo in new[] { 0, 1, 2 }
        from residualHalo in new int?[] { null, 0, 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                20,
                40,
                6,
                5,
                kernel,
                stride,
                Halo: halo,
                OutHalo: outHalo,
                ResidualHalo: residualHalo,
                Relu: outHalo == 1
            ),
        };

    public static IEnumerable<object[]> Grouped() =>
        from shape in GroupShapes
        from stride in new[] { 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                shape.In,
                shape.Out,
                6,
                9,
                Kernel: 3,
                stride,
                shape.Groups,
                Images: 2,
                OutHalo: 1,
                Relu: stride == 2
            ),
        };

    public static IEnumerable<object[]> Batches() =>
        from images in new[] { 1, 2, 3 }
        from flat in new[] { true, false }
        select new object[]
        {
            new ConvolutionCase(
                33,
                70,
                7,
                7,
                Kernel: 1,
                Images: images,
                Halo: flat ? 0 : 1,
                ResidualHalo: flat ? 0 : 2,
                Relu: true
            ),
        };

    // Work is cut along rows when the input outgrows a cache, and along output channels when the weights do; planes of
    // 16 x 4 pixels alias.
    public static IEnumerable<object[]> LargeLayers() =>
        [
            [new ConvolutionCase(256, 16, 13, 31, Kernel: 3, Images: 2, OutHalo: 1)],
            [new ConvolutionCase(512, 48, 33, 13, Kernel: 1, Stride: 2, Images: 2)],
            [new ConvolutionCase(400, 400, 2, 3, Kernel: 1, Images: 3, Halo: 0, ResidualHalo: 0, Relu: true)],
            [new ConvolutionCase(128, 144, 5, 4, Kernel: 3, Images: 3, OutHalo: 1, Relu: true)],
            [new ConvolutionCase(48, 80, 15, 13, Kernel: 1, Images: 2, Halo: 0, OutHalo: 1, ResidualHalo: 0)],
            [new ConvolutionCase(32, 32, 16, 4, Kernel: 1, Images: 2, Halo: 0)],
            [new ConvolutionCase(32, 32, 14, 14, Kernel: 3, Images: 2, Halo: 1, OutHalo: 1, ResidualHalo: 1)],
        ];

    // Input channels in chunks, with partial sums between them: in rows, in one row of pixels, on the side, and with
    // every second pixel gathered; in several bands, whatever the cache, and over more slices than a unit has.
    public static IEnumerable<object[]> Chunks() =>
        [
            [
                new ConvolutionCase(
                    272,
                    144,
                    6,
                    7,
                    Kernel: 1,
                    Images: 2,
                    Halo: 1,
                    OutHalo: 2,
                    ResidualHalo: 1,
                    Relu: true
                ),
            ],
            [new ConvolutionCase(530, 40, 9, 8, Kernel: 1, Images: 2, Halo: 0, ResidualHalo: 0, Relu: true)],
            [new ConvolutionCase(400, 24, 41, 81, Kernel: 1, Halo: 0, ResidualHalo: 0, Relu: true)],
            [new ConvolutionCase(260, 24, 41, 81, Kernel: 1, Halo: 0, OutHalo: 1)],
            [new ConvolutionCase(530, 150, 7, 7, Kernel: 1, Images: 3, Halo: 0, OutHalo: 1, Relu: true)],
            [new ConvolutionCase(272, 300, 14, 14, Kernel: 1, Halo: 0, OutHalo: 1)],
            [new ConvolutionCase(1040, 150, 15, 13, Kernel: 1, Stride: 2, Images: 2, Halo: 1)],
            [new ConvolutionCase(272, 24, 81, 60, Kernel: 1, Stride: 2, Halo: 0)],
            [
                new ConvolutionCase(
                    40,
                    280,
                    14,
                    14,
                    Kernel: 1,
                    Stride: 2,
                    Images: 2,
                    Halo: 1,
                    ResidualHalo: 0,
                    Relu: true
                ),
            ],
        ];

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    [MemberData(nameof(Grouped))]
    [MemberData(nameof(Batches))]
    [MemberData(nameof(LargeLayers))]
    [MemberData(nameof(Chunks))]
    public void AgreesWithItsDefinition(ConvolutionCase convolution) =>
        Check(convolution, Input(convolution), ConvolutionCheck.Residual(convolution));

    // With 288 channels, partial sums carry them from chunk to chunk.
    [Theory]
    [InlineData(16, 1, 1, 1)]
    [InlineData(16, 1, 2, 1)]
    [InlineData(16, 3, 1, 1)]
    [InlineData(16, 3, 2, 1)]
    [InlineData(288, 1, 1, 0)]
    [InlineData(288, 1, 1, 1)]
    [InlineData(288, 1, 2, 0)]
    public void InfinityAndNaNReachTheirWindowsThroughRelu(int channels, int kernel, int stride, int outHalo)
    {
        ConvolutionCase convolution = new(
            channels,
            40,
            9,
            17,
            kernel,
            stride,
            Images: 2,
            Halo: kernel / 2,
            OutHalo: outHalo,
            ResidualHalo: 0,
            Relu: true
        );
        Tensor x = Input(convolution);
        x[0, 3, 2, 4] = double.NaN;
        x[0, channels > 150 ? 150 : 5, 6, 10] = double.PositiveInfinity;
        x[1, channels - 1, 8, 16] = double.NegativeInfinity;
        Tensor residual = ConvolutionCheck.Residual(convolution)!;
        residual[1, 39, 0, 0] = double.NaN;
        residual[1, 0, 1, 1] = double.PositiveInfinity;
        residual[1, 1, 1, 1] = double.NegativeInfinity;

        Tensor expected = Check(convolution, x, residual, finite: false);

        Assert.Contains(expected.Values, double.IsNaN);
        Assert.Contains(expected.Values, double.IsPositiveInfinity);
        Assert.DoesNotContain(expected.Values, double.IsNegativeInfinity);
    }

    [Fact]
    public void NegativeZeroIsZero()
    {
        ConvolutionCase convolution = new(5, 17, 4, 4, Kernel: 3, ResidualHalo: 1, Relu: true);
        Check(convolution, Input(convolution).Map(_ => -0.0), ConvolutionCheck.Residual(convolution)!.Map(_ => -0.0));
    }

    private static Tensor Input(ConvolutionCase c) => Tensor.Deterministic(c.Images, c.InChannels, c.Height, c.Width);

    private static Tensor Check(ConvolutionCase c, Tensor x, Tensor? residual, bool finite = true)
    {
        using PackedLayer layer = PackedLayer.Convolution(c.InChannels, c.OutChannels, c.Kernel, c.Groups);
        return ConvolutionCheck.Run(
            c,
            layer,
            x,
            residual,
            (in Worker w, Activation from, Activation to, Activation added) =>
                w.Convolve(from, weights: 0, to, c.Kernel, c.Stride, c.Groups, added, c.Relu),
            new WorkMemory(
                DirectLayout.WorkerScratch(
                    c.InChannels,
                    c.Kernel,
                    c.Stride,
                    c.Groups,
                    c.OutHeight,
                    c.OutWidth,
                    c.Halo,
                    c.OutHalo
                )
            ),
            finite
        );
    }
}
