using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

public sealed class ShapeTests
{
    public static TheoryData<string> All => Networks.All;

    /// <summary>
    /// Rows and columns of torchvision's feature maps: behind the first ReLU, the pool, and each stage.
    /// </summary>
    [Theory]
    [InlineData("ResNet(18)", "112x112 56x56 56x56 28x28 14x14 7x7")]
    [InlineData("ResNet(50, InputHeight = 225, InputWidth = 193)", "113x97 57x49 57x49 29x25 15x13 8x7")]
    [InlineData("ResNet(18, InputHeight = 17, InputWidth = 31)", "9x16 5x8 5x8 3x4 2x2 1x1")]
    [InlineData(
        "ResNet(50, InputHeight = 97, InputWidth = 131, BottleneckStride = BottleneckStride.Conv1x1)",
        "49x66 25x33 25x33 13x17 7x9 4x5"
    )]
    [InlineData(
        "ResNet(BlockType.Basic, 1, 1, 1, Stem = Stem.Conv3x3, InputHeight = 33, InputWidth = 3)",
        "33x3 33x3 17x2 9x1"
    )]
    public void FeatureMapsAreAsLargeAsTorchvisions(string attribute, string sizes) =>
        Assert.Equal(
            sizes,
            string.Join(
                ' ',
                Networks.Plan(attribute).FeatureMaps.Select(map => $"{map.Activation.Height}x{map.Activation.Width}")
            )
        );

    [Theory]
    [MemberData(nameof(All))]
    public void EachLayersOutputHasTheSizeThatPyTorchGivesIt(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Operations,
            operation =>
            {
                switch (operation)
                {
                    case StemConvolution c:
                        Assert.Equal(
                            (PyTorch(c.Input.Height, c.Kernel, c.Stride), PyTorch(c.Input.Width, c.Kernel, c.Stride)),
                            Size(c.Output)
                        );
                        break;
                    case StemWinograd c:
                        Assert.Equal(
                            (PyTorch(c.Height, c.Kernel, c.Stride), PyTorch(c.Width, c.Kernel, c.Stride)),
                            Size(c.Output)
                        );
                        break;
                    case Convolution c:
                        Assert.Equal(
                            (PyTorch(c.Input.Height, c.Kernel, c.Stride), PyTorch(c.Input.Width, c.Kernel, c.Stride)),
                            Size(c.Output)
                        );
                        Assert.Equal(
                            (c.Output.Channels, Size(c.Output)),
                            c.Residual is { } r ? (r.Channels, Size(r)) : (c.Output.Channels, Size(c.Output))
                        );
                        break;
                    case MaxPool p:
                        Assert.Equal((PyTorch(p.Input.Height, 3, 2), PyTorch(p.Input.Width, 3, 2)), Size(p.Output));
                        break;
                    case ZeroPadShortcut s:
                        // x[:, :, ::2, ::2]
                        Assert.Equal(
                            ((s.Input.Height + s.Stride - 1) / s.Stride, (s.Input.Width + s.Stride - 1) / s.Stride),
                            Size(s.Output)
                        );
                        break;
                }
            }
        );

    [Theory]
    [MemberData(nameof(All))]
    public void HaloIsThatOfTheWidestReader(string attribute)
    {
        Operation[] operations = [.. Networks.Plan(attribute).Operations];

        Assert.All(
            operations.Select(operation => operation.Writes).OfType<Activation>(),
            activation =>
                Assert.Equal(
                    operations.Max(operation => operation.Reads.First(activation) ? Padding(operation) : 0),
                    activation.Halo
                )
        );
        Assert.All(operations.OfType<StemConvolution>(), stem => Assert.Equal(stem.Kernel / 2, stem.Input.Border));
    }

    private static int Padding(Operation operation) =>
        operation switch
        {
            Convolution c => c.Kernel / 2,
            MaxPool => 1,
            _ => 0,
        };

    private static (int Height, int Width) Size(Activation activation) => (activation.Height, activation.Width);

    /// <summary>The formula of torch.nn.Conv2d and MaxPool2d, padding half the kernel.</summary>
    private static int PyTorch(int size, int kernel, int stride) =>
        (int)Math.Floor(((size + (2.0 * (kernel / 2)) - (kernel - 1) - 1) / stride) + 1);
}

file static class ReadExtensions
{
    /// <summary>Whether the first of what an operation reads, its input beside a residual, is the buffer.</summary>
    public static bool First(this IEnumerable<ResNetGen.Generator.Plan.Buffer> reads, Activation activation) =>
        reads.FirstOrDefault() == activation;
}
