using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class GroupedConvolutionTests
{
    // csharpier-ignore
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (1, 19), (5, 3), (7, 7), (13, 17), (15, 29), (28, 28)];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from groupWidth in new[] { 4, 8 }
        from stride in new[] { 1, 2 }
        select new object[]
        {
            new ConvolutionCase(
                32,
                32,
                size.Height,
                size.Width,
                Kernel: 3,
                stride,
                Groups: 32 / groupWidth,
                Images: 2,
                OutHalo: 1,
                Relu: stride == 1
            ),
        };

    public static IEnumerable<object[]> ChannelsAndHalos() =>
        from channels in new[] { 16, 48, 128 }
        from groupWidth in new[] { 4, 8 }
        from halo in new[] { 1, 2 }
        from outHalo in new[] { 0, 2 }
        select new object[]
        {
            new ConvolutionCase(
                channels,
                channels,
                6,
                9,
                Kernel: 3,
                Groups: channels / groupWidth,
                Halo: halo,
                OutHalo: outHalo,
                Relu: true
            ),
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(ChannelsAndHalos))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution)
    {
        ConvolutionCase c = convolution;
        Tensor x = Tensor.Deterministic(c.Images, c.InChannels, c.Height, c.Width);
        using PackedLayer layer = PackedLayer.Grouped(c.InChannels, c.Groups);
        Tensor expected = ScalarReference.Convolve(x, layer.Parameters, c.Kernel, c.Stride, c.Groups);
        Tensor magnitude = ScalarReference.Convolve(
            x.Absolute(),
            layer.Parameters.Absolute(),
            c.Kernel,
            c.Stride,
            c.Groups
        );

        using GuardedActivation input = new(x, c.Halo);
        using GuardedActivation output = new(c.Images, c.OutChannels, c.OutHeight, c.OutWidth, c.OutHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                return (in Worker w) =>
                    w.ConvolveGroups(from, weights: 0, output.From(0), c.InChannels / c.Groups, c.Stride, c.Relu);
            },
            output,
            c.Relu ? ScalarReference.Relu(expected) : expected,
            magnitude,
            layer.Memory
        );
    }
}
