using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

public sealed class FiguresTests
{
    /// <summary>
    /// Parameters and billions of multiply-adds that torchvision's documentation lists with its weights.
    /// </summary>
    [Theory]
    [InlineData("ResNet(18)", 11_689_512, 1.814)]
    [InlineData("ResNet(34)", 21_797_672, 3.664)]
    [InlineData("ResNet(50)", 25_557_032, 4.089)]
    [InlineData("ResNet(101)", 44_549_160, 7.801)]
    [InlineData("ResNet(152)", 60_192_808, 11.514)]
    [InlineData("ResNet(50, Groups = 32, WidthPerGroup = 4)", 25_028_904, 4.230)]
    [InlineData("ResNet(101, Groups = 32, WidthPerGroup = 8)", 88_791_336, 16.414)]
    [InlineData("ResNet(101, Groups = 64, WidthPerGroup = 4)", 83_455_272, 15.460)]
    [InlineData("ResNet(50, WidthPerGroup = 128)", 68_883_240, 11.398)]
    [InlineData("ResNet(101, WidthPerGroup = 128)", 126_886_696, 22.753)]
    public void TotalsAreTorchvisions(string attribute, long parameters, double billions)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        Assert.Equal(parameters, plan.Info.Parameters);
        Assert.Equal(billions, Math.Round(plan.Info.MultiplyAdds / 1e9, 3), 0.0011);
    }

    /// <summary>The classifier of ResNet-50 has 2048 weights and a bias for each of 1000 classes.</summary>
    [Fact]
    public void WithoutAClassifierItsParametersAreLess()
    {
        ModelInfo features = Networks.Plan("ResNet(50, Classes = 0)").Info;

        Assert.Equal(25_557_032 - (2_049 * 1_000), features.Parameters);
        Assert.Equal(Networks.Plan("ResNet(50)").Info.MultiplyAdds - 2_048_000, features.MultiplyAdds);
        Assert.DoesNotContain(features.Layers, layer => layer.Kind == LayerKind.Linear);
    }

    /// <summary>Parameters of the paper's networks for CIFAR-10 (He et al. 2015, section 4.2), in millions.</summary>
    [Theory]
    [InlineData(3, 0.27)]
    [InlineData(5, 0.46)]
    [InlineData(7, 0.66)]
    [InlineData(9, 0.85)]
    [InlineData(18, 1.7)]
    public void NetworksForSmallImagesAreThePapers(int blocks, double millions) =>
        Assert.Equal(
            millions,
            Networks
                .Plan(
                    $"ResNet(BlockType.Basic, {blocks}, {blocks}, {blocks}, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad, "
                        + "InputHeight = 32, InputWidth = 32, Classes = 10)"
                )
                .Info.Parameters / 1e6,
            0.035
        );

    [Fact]
    public void BatchCountsOneImage() =>
        Assert.Equal(
            Networks.Plan("ResNet(18)").Info.MultiplyAdds,
            Networks.Plan("ResNet(18, Batch = 8)").Info.MultiplyAdds
        );
}
