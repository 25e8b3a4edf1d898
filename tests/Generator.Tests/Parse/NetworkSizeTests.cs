namespace ResNetGen.Generator.Tests.Parse;

public sealed class NetworkSizeTests
{
    private static readonly ModelClass Class = new()
    {
        Namespace = "",
        Containers = default,
        Name = "Net",
        HintName = "Net",
    };

    /// <summary>Counts of torchvision's models.</summary>
    [Theory]
    [InlineData(18, 1, 64, 11_689_512)]
    [InlineData(34, 1, 64, 21_797_672)]
    [InlineData(50, 1, 64, 25_557_032)]
    [InlineData(101, 1, 64, 44_549_160)]
    [InlineData(152, 1, 64, 60_192_808)]
    [InlineData(50, 32, 4, 25_028_904)]
    [InlineData(101, 32, 8, 88_791_336)]
    [InlineData(50, 1, 128, 68_883_240)]
    public void ParametersAreThoseOfTorchvision(int depth, int groups, int widthPerGroup, long parameters) =>
        Assert.Equal(
            parameters,
            (Preset(depth) with { Groups = groups, WidthPerGroup = widthPerGroup }).Size.Parameters()
        );

    [Theory]
    [InlineData(18, 512)]
    [InlineData(50, 2048)]
    public void WidestLayerIsTheLast(int depth, long channels) =>
        Assert.Equal(channels, Preset(depth).Size.WidestChannels());

    [Theory]
    [InlineData(true, 4, 17)]
    [InlineData(true, 1, 3)]
    [InlineData(true, 8, 257)]
    [InlineData(false, 4, 5)]
    [InlineData(false, 3, 3)]
    [InlineData(false, 2, 2)]
    [InlineData(false, 1, 1)]
    public void SmallestInputLeavesTwoPixelsToEachLayerThatHalves(bool isLargeStem, int stages, int smallest)
    {
        Stem stem = isLargeStem ? Stem.Conv7x7 : Stem.Conv3x3;
        int halvings = (isLargeStem ? 2 : 0) + stages - 1;

        Assert.Equal(smallest, NetworkSize.SmallestInput(stem, stages));
        Assert.All(BeforeEachHalving(smallest, halvings), pixels => Assert.True(pixels >= 2));
        Assert.True(smallest == 1 || BeforeEachHalving(smallest - 1, halvings).Contains(1));
    }

    private static IEnumerable<int> BeforeEachHalving(int pixels, int halvings)
    {
        for (int halving = 0; halving < halvings; halving++)
        {
            yield return pixels;
            pixels = (pixels + 1) / 2;
        }
    }

    private static Spec Preset(int depth)
    {
        (BlockType blockType, int[] stages) = DepthPreset.Find(depth)!.Value;
        return new Spec
        {
            Class = Class,
            Declaration = "",
            BlockType = blockType,
            Stages = stages.ToEquatableArray(),
        };
    }
}
