using System.Globalization;
using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class ZeroSkippingConvolutionTests
{
    // csharpier-ignore
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (1, 2), (1, 19), (5, 3), (7, 7), (13, 17), (14, 14), (15, 29)];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from kernel in new[] { 1, 3 }
        from stride in new[] { 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                64,
                128,
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
        from inChannels in new[] { 64, 128, 192, 320 }
        from outChannels in new[] { 128, 256, 384 }
        select new object[]
        {
            new ConvolutionCase(
                inChannels,
                outChannels,
                5,
                7,
                Kernel: inChannels == 192 ? 3 : 1,
                ResidualHalo: 0,
                Relu: true
            ),
        };

    public static IEnumerable<object[]> Halos() =>
        from kernel in new[] { 1, 3 }
        from stride in new[] { 1, 2 }
        from halo in new[] { kernel / 2, 2 }
        from outHalo in new[] { 0, 1 }
        from residualHalo in new int?[] { null, 0, 2 }
        select new object[]
        {
            new ConvolutionCase(
                128,
                128,
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

    // Rows wider than a band, bands over several images, and inputs that outgrow a cache: chunks one by one, with
    // several slices between them.
    public static IEnumerable<object[]> LargeLayers() =>
        [
            [new ConvolutionCase(64, 128, 2, 300, Kernel: 1)],
            [new ConvolutionCase(64, 256, 31, 21, Kernel: 1, Images: 3, Halo: 0, ResidualHalo: 0, Relu: true)],
            [new ConvolutionCase(128, 128, 7, 7, Kernel: 1, Images: 7, Halo: 0, OutHalo: 1, Relu: true)],
            [new ConvolutionCase(1024, 256, 14, 14, Kernel: 1, Halo: 0, OutHalo: 1)],
            [new ConvolutionCase(640, 1152, 16, 16, Kernel: 1, Halo: 0, ResidualHalo: 0, Relu: true)],
            [new ConvolutionCase(1024, 640, 14, 14, Kernel: 1, Stride: 2, Images: 2, Halo: 0)],
            [new ConvolutionCase(64, 128, 3, 300, Kernel: 3, OutHalo: 1, Relu: true)],
            [new ConvolutionCase(128, 128, 7, 7, Kernel: 3, Images: 7, OutHalo: 1, ResidualHalo: 1, Relu: true)],
            [new ConvolutionCase(448, 640, 14, 14, Kernel: 3, Stride: 2, Images: 3)],
        ];

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    [MemberData(nameof(LargeLayers))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution) =>
        Check(convolution, Sparse(convolution, part: 0.5), ConvolutionCheck.Residual(convolution));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.02, 3)]
    [InlineData(0.9, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public void AgreesForAnyPartOfInputsThatAreNotZero(double part, int kernel)
    {
        ConvolutionCase convolution = new(192, 128, 9, 11, kernel, Images: 2, OutHalo: 1, ResidualHalo: 0);
        Tensor x = Sparse(convolution, part);

        Assert.InRange(x.Values.Count(value => value != 0) / (double)x.Values.Length, part - 0.02, part + 0.02);
        Check(convolution, x, ConvolutionCheck.Residual(convolution));
    }

    // One of 16 channels after the other is the only one that is not zero, then the only one that is; and all, and none.
    [Fact]
    public unsafe void ListsHaveWhatIsNotZeroInOrder()
    {
        ushort[] masks =
        [
            .. Enumerable.Range(0, 16).SelectMany(bit => new[] { (ushort)(1 << bit), (ushort)~(1 << bit) }),
            0,
            0xFFFF,
            0b_1010_0110_0001_1101,
        ];
        foreach (ushort mask in masks)
        {
            float[] from = [.. Enumerable.Range(0, 16).Select(i => (mask >> i & 1) == 0 ? -0f : i + 1)];
            float[] to = new float[16];
            fixed (
                float* source = from,
                    target = to
            )
            {
                Assert.Equal(mask, NonZeroLanes.List(source, target, NonZeroLanes.Orders));
            }

            float[] expected = [.. from.Where(value => value != 0)];
            Assert.Equal(expected, to[..expected.Length]);
        }
    }

    // Products with zero would not be seen in the sums.
    [Theory]
    [InlineData("0", false, false)]
    [InlineData("-0", false, false)]
    [InlineData("1E-45", true, false)]
    [InlineData("-1", true, false)]
    [InlineData("NaN", true, false)]
    [InlineData("-Infinity", true, false)]
    [InlineData("0", false, true)]
    [InlineData("-0", false, true)]
    [InlineData("1E-45", true, true)]
    [InlineData("NaN", true, true)]
    public unsafe void MasksTellWhatIsNotZero(string text, bool isSet, bool lists)
    {
        float value = float.Parse(text, CultureInfo.InvariantCulture);
        Tensor x = Tensor.Deterministic(1, 128, 3, 5).Map(_ => 0);
        x[0, 70, 2, 4] = value;
        using GuardedActivation input = new(x, halo: 1);
        using GuardedMemory memory = new(
            ZeroSkippingLayout.WorkerScratch(128, images: 1, height: 3, width: 5, kernel: 3, stride: 1)
        );
        using GuardedActivation output = new(1, 128, 3, 5, halo: 0);
        NonZeroInputs inputs = new(
            memory.Pointer,
            input.From(0),
            output.From(0),
            images: 1,
            kernel: 3,
            stride: 1,
            lists
        );
        inputs.Copy(chunk: 0, kept: 0, first: 0, end: 3);
        inputs.Copy(chunk: 1, kept: 1, first: 0, end: 3);
        memory.CheckGuards();

        // With the halo 5 x 7 pixels; the value is in the last but one of each.
        ulong[] masks = [.. new ReadOnlySpan<ulong>(inputs.Masks(0, 0), 2 * 5 * 7)];
        int place = (5 * 7) + (3 * 7) + 5;
        Assert.Equal(isSet ? 1UL << (70 - 64) : 0, masks[place]);
        Assert.All(masks.Index().Where(mask => mask.Index != place), mask => Assert.Equal(0UL, mask.Item));
        if (isSet || !lists)
        {
            Assert.Equal(
                BitConverter.SingleToInt32Bits(value),
                BitConverter.SingleToInt32Bits(inputs.Values(1, (3 * 7) + 5)[lists ? 0 : 70 - 64])
            );
        }
    }

    [Fact]
    public void InfinityAndNaNAreNotZero()
    {
        ConvolutionCase convolution = new(
            192,
            128,
            5,
            9,
            Kernel: 1,
            Images: 2,
            OutHalo: 1,
            ResidualHalo: 0,
            Relu: true
        );
        Tensor x = Sparse(convolution, part: 0.5);
        x[0, 3, 2, 4] = double.NaN;
        x[0, 150, 4, 8] = double.PositiveInfinity;
        x[1, 191, 0, 0] = double.NegativeInfinity;
        Tensor residual = ConvolutionCheck.Residual(convolution)!;
        residual[1, 127, 0, 1] = double.NaN;

        Tensor expected = Check(convolution, x, residual, finite: false);

        Assert.Contains(expected.Values, double.IsNaN);
        Assert.Contains(expected.Values, double.IsPositiveInfinity);
    }

    // Which ones: scattered over pixels and channels, with a period that is none of theirs.
    private static Tensor Sparse(ConvolutionCase c, double part)
    {
        int place = 0;
        return Tensor
            .Deterministic(c.Images, c.InChannels, c.Height, c.Width)
            .Map(value => (place++ * 0.618033988749895) % 1 < part ? value : 0);
    }

    private static Tensor Check(ConvolutionCase c, Tensor x, Tensor? residual, bool finite = true)
    {
        using PackedLayer layer = PackedLayer.ZeroSkipping(c.InChannels, c.OutChannels, c.Kernel);
        return ConvolutionCheck.Run(
            c,
            layer,
            x,
            residual,
            (in Worker w, Activation from, Activation to, Activation added) =>
                w.ConvolveSkippingZeros(from, weights: 0, to, c.Kernel, c.Stride, added, c.Relu),
            Scratch(c),
            finite
        );
    }

    private static WorkMemory Scratch(ConvolutionCase c) =>
        new(ZeroSkippingLayout.WorkerScratch(c.InChannels, c.Images, c.OutHeight, c.OutWidth, c.Kernel, c.Stride));
}
