using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

/// <summary>What docs/kernels.md says comes out of the cost model.</summary>
public sealed class CostModelTests
{
    [Theory]
    [InlineData("ResNet(18)", nameof(ConvolutionAlgorithm.ZeroSkipping))]
    [InlineData("ResNet(50)", null)]
    [InlineData("ResNet(18, Batch = 2)", nameof(ConvolutionAlgorithm.ZeroSkipping))]
    [InlineData("ResNet(18, Batch = 3)", nameof(ConvolutionAlgorithm.Winograd4))]
    [InlineData("ResNet(18, Batch = 8)", nameof(ConvolutionAlgorithm.Winograd4))]
    [InlineData("ResNet(50, Batch = 8)", null)]
    public void StagesOfImageNetNetworks(string attribute, string? behindSumAt7)
    {
        Convolution[] candidates = [.. Candidates(attribute)];

        Assert.All(
            candidates,
            c =>
                Assert.Equal(
                    c.Output.Width > 7 ? nameof(ConvolutionAlgorithm.Winograd4)
                        : c.Input.NonZero == NonZero.BehindSum(stage: 4) ? behindSumAt7
                        : nameof(ConvolutionAlgorithm.ZeroSkipping),
                    c.Decision.Choice.ToId()
                )
        );
        Assert.Equal([56, 28, 14, 7], candidates.Select(c => c.Output.Width).Distinct());
    }

    [Theory]
    [InlineData(
        "ResNet(18)",
        nameof(ConvolutionAlgorithm.Winograd4Stride2),
        nameof(ConvolutionAlgorithm.WinogradStride2),
        nameof(ConvolutionAlgorithm.ZeroSkipping)
    )]
    [InlineData(
        "ResNet(34)",
        nameof(ConvolutionAlgorithm.Winograd4Stride2),
        nameof(ConvolutionAlgorithm.WinogradStride2),
        nameof(ConvolutionAlgorithm.ZeroSkipping)
    )]
    [InlineData(
        "ResNet(18, Batch = 8)",
        nameof(ConvolutionAlgorithm.Winograd4Stride2),
        nameof(ConvolutionAlgorithm.Winograd4Stride2),
        nameof(ConvolutionAlgorithm.WinogradStride2)
    )]
    [InlineData(
        "ResNet(50)",
        nameof(ConvolutionAlgorithm.ZeroSkipping),
        nameof(ConvolutionAlgorithm.ZeroSkipping),
        nameof(ConvolutionAlgorithm.ZeroSkipping)
    )]
    [InlineData(
        "ResNet(50, Batch = 8)",
        nameof(ConvolutionAlgorithm.ZeroSkipping),
        nameof(ConvolutionAlgorithm.ZeroSkipping),
        nameof(ConvolutionAlgorithm.ZeroSkipping)
    )]
    public void Stride2OfImageNetNetworks(string attribute, string at28, string at14, string at7)
    {
        Convolution[] candidates = [.. Candidates(attribute, stride: 2)];

        Assert.Equal([at28, at14, at7], candidates.Select(c => c.Decision.Choice.ToId()));
        Assert.Equal([28, 14, 7], candidates.Select(c => c.Output.Width));
    }

    [Fact]
    public void SmallImages() =>
        Assert.All(
            Candidates(
                "ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 28, InputWidth = 28)"
            ),
            c =>
                Assert.Equal(
                    c.Output.Channels < 64
                        ? nameof(ConvolutionAlgorithm.Winograd4)
                        : nameof(ConvolutionAlgorithm.Winograd4FromTaps),
                    c.Decision.Choice.ToId()
                )
        );

    [Theory]
    [InlineData("ResNet(18, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(50, Convolution = ConvolutionMode.Direct, Batch = 8)")]
    public void DirectModeMultipliesByTheWeightsThemselves(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Graph.Operations.OfType<Convolution>(),
            c =>
                Assert.True(
                    c.Decision.Choice.ToId()
                        is nameof(ConvolutionAlgorithm.Direct)
                            or nameof(ConvolutionAlgorithm.ZeroSkipping),
                    $"{c.Name}: {c.Decision.Choice.ToId()}"
                )
        );

    [Theory]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4)")]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(50, Groups = 3, WidthPerGroup = 4)")]
    public void GroupsOf4And8ChannelsGoTogetherAndWiderOnesAreDirect(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Graph.Operations.OfType<Convolution>().Where(c => c.Node.Groups > 1),
            c =>
                Assert.Equal(
                    c.Input.Channels / c.Node.Groups is 4 or 8 && c.Input.Channels % 16 == 0
                        ? nameof(ConvolutionAlgorithm.Grouped)
                        : nameof(ConvolutionAlgorithm.Direct),
                    c.Decision.Choice.ToId()
                )
        );

    [Theory]
    [InlineData("ResNet(18)")]
    [InlineData("ResNet(152, Batch = 8)")]
    [InlineData("ResNet(50, Convolution = ConvolutionMode.Direct)")]
    [InlineData("ResNet(BlockType.Bottleneck, 2, 2, BaseWidth = 24)")]
    public void KernelsOf1x1SkipTheZerosOfReLUWhereChannelsAreWholeSlices(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Graph.Operations.OfType<Convolution>().Where(c => c.Node.Kernel == 1),
            c =>
                Assert.Equal(
                    c.Input.Channels % 64 == 0 && c.Output.Channels % 128 == 0 && c.Name != "layer1.0.downsample.0"
                        ? nameof(ConvolutionAlgorithm.ZeroSkipping)
                        : nameof(ConvolutionAlgorithm.Direct),
                    c.Decision.Choice.ToId()
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
        Operation[] operations = [.. Networks.Plan(attribute).Graph.Operations];

        Assert.Equal(winograd, operations.OfType<StemWinograd>().Any());
        Assert.NotEqual(winograd, operations.OfType<StemConvolution>().Any());
    }

    private static IEnumerable<Convolution> Candidates(string attribute, int stride = 1) =>
        Networks
            .Plan(attribute)
            .Graph.Operations.OfType<Convolution>()
            .Where(c => c.Node is { Kernel: 3, Groups: 1 } && c.Node.Stride == stride);
}

file static class ChoiceExtensions
{
    /// <summary>The one algorithm of all widths.</summary>
    public static string ToId(this AlgorithmChoice choice) =>
        choice.IsUniform ? choice.Vector512.Id : throw new InvalidOperationException($"Not one: {choice}.");
}
