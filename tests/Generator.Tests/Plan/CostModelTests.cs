using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

/// <summary>What docs/kernels.md says comes out of the cost model.</summary>
public sealed class CostModelTests
{
    [Theory]
    [InlineData("ResNet(18)", 7, Algorithm.Winograd4FromTaps)]
    [InlineData("ResNet(50)", 7, Algorithm.Winograd4FromTaps)]
    [InlineData("ResNet(18, Batch = 2)", 7, Algorithm.Winograd4FromTaps)]
    [InlineData("ResNet(18, Batch = 3)", 7, Algorithm.Winograd4)]
    [InlineData("ResNet(18, Batch = 8)", 7, Algorithm.Winograd4)]
    [InlineData("ResNet(50, Batch = 8)", 7, Algorithm.Winograd4)]
    public void StagesOfImageNetNetworks(string attribute, int lastMap, object lastAlgorithm)
    {
        Convolution[] candidates = [.. Candidates(attribute)];

        Assert.All(
            candidates,
            c => Assert.Equal(c.Output.Width == lastMap ? lastAlgorithm : Algorithm.Winograd4, c.Algorithm)
        );
        Assert.Equal([56, 28, 14, 7], candidates.Select(c => c.Output.Width).Distinct());
    }

    [Theory]
    [InlineData("ResNet(18)", Algorithm.Winograd4Stride2, Algorithm.WinogradStride2, Algorithm.WinogradStride2)]
    [InlineData("ResNet(34)", Algorithm.Winograd4Stride2, Algorithm.WinogradStride2, Algorithm.WinogradStride2)]
    [InlineData(
        "ResNet(18, Batch = 8)",
        Algorithm.Winograd4Stride2,
        Algorithm.Winograd4Stride2,
        Algorithm.WinogradStride2
    )]
    [InlineData("ResNet(50)", Algorithm.ZeroSkipping, Algorithm.ZeroSkipping, Algorithm.ZeroSkipping)]
    [InlineData("ResNet(50, Batch = 8)", Algorithm.ZeroSkipping, Algorithm.ZeroSkipping, Algorithm.ZeroSkipping)]
    public void Stride2OfImageNetNetworks(string attribute, object at28, object at14, object at7)
    {
        Convolution[] candidates = [.. Candidates(attribute, stride: 2)];

        Assert.Equal([at28, at14, at7], candidates.Select(c => (object)c.Algorithm));
        Assert.Equal([28, 14, 7], candidates.Select(c => c.Output.Width));
    }

    [Fact]
    public void SmallImages() =>
        Assert.All(
            Candidates(
                "ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 28, InputWidth = 28)"
            ),
            c => Assert.Equal(c.Output.Channels < 64 ? Algorithm.Winograd4 : Algorithm.Winograd4FromTaps, c.Algorithm)
        );

    [Theory]
    [InlineData("ResNet(18, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(50, Convolution = ConvolutionMode.Direct, Batch = 8)")]
    public void DirectModeMultipliesByTheWeightsThemselves(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Operations.OfType<Convolution>(),
            c => Assert.True(c.Algorithm is Algorithm.Direct or Algorithm.ZeroSkipping, $"{c.Name}: {c.Algorithm}")
        );

    [Theory]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4)")]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(50, Groups = 3, WidthPerGroup = 4)")]
    public void GroupsOf4And8ChannelsGoTogetherAndWiderOnesAreDirect(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Operations.OfType<Convolution>().Where(c => c.Groups > 1),
            c =>
                Assert.Equal(
                    c.Input.Channels / c.Groups is 4 or 8 && c.Input.Channels % 16 == 0
                        ? Algorithm.Grouped
                        : Algorithm.Direct,
                    c.Algorithm
                )
        );

    [Theory]
    [InlineData("ResNet(18)")]
    [InlineData("ResNet(152, Batch = 8)")]
    [InlineData("ResNet(50, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(BlockType.Bottleneck, 2, 2, BaseWidth = 24)")]
    public void KernelsOf1x1SkipTheZerosOfReLUWhereChannelsAreWholeSlices(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Operations.OfType<Convolution>().Where(c => c.Kernel == 1),
            c =>
                Assert.Equal(
                    c.Input.Channels % 64 == 0 && c.Output.Channels % 128 == 0 && c.Name != "layer1.0.downsample.0"
                        ? Algorithm.ZeroSkipping
                        : Algorithm.Direct,
                    c.Algorithm
                )
        );

    [Theory]
    [InlineData("ResNet(18)", true)]
    [InlineData("ResNet(50, InputChannels = 4)", true)]
    [InlineData("ResNet(50, InputChannels = 5)", false)] // Their phases do not fit into one block.
    [InlineData("ResNet(18, Convolution = ConvolutionMode.Direct)", false)]
    [InlineData("ResNet(18, Stem = Stem.Conv3x3)", false)]
    public void StemIsWinogradsWhereItsPhasesFit(string attribute, bool winograd)
    {
        Operation[] operations = [.. Networks.Plan(attribute).Operations];

        Assert.Equal(winograd, operations.OfType<StemWinograd>().Any());
        Assert.NotEqual(winograd, operations.OfType<StemConvolution>().Any());
    }

    private static IEnumerable<Convolution> Candidates(string attribute, int stride = 1) =>
        Networks
            .Plan(attribute)
            .Operations.OfType<Convolution>()
            .Where(c => c is { Kernel: 3, Groups: 1 } && c.Stride == stride);
}
