using ResNetGen.Generator.Parse;

namespace ResNetGen.Generator.Tests.Parse;

public sealed class NetworkSizeTests
{
    private static readonly ModelClass Class = new() { Namespace = "", Containers = default, Name = "Net", HintName = "Net" };

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
    public void Parameters_are_those_of_torchvision(int depth, int groups, int widthPerGroup, long parameters) =>
        Assert.Equal(parameters, NetworkSize.Parameters(Preset(depth) with { Groups = groups, WidthPerGroup = widthPerGroup }));

    [Theory]
    [InlineData(18, 512)]
    [InlineData(50, 2048)]
    public void Widest_layer_is_the_last(int depth, long channels) => Assert.Equal(channels, NetworkSize.WidestChannels(Preset(depth)));

    [Fact]
    public void Total_stride_is_the_stem_s_and_one_halving_for_each_further_stage()
    {
        Assert.Equal(32, NetworkSize.TotalStride(Stem.Conv7x7, 4));
        Assert.Equal(4, NetworkSize.TotalStride(Stem.Conv3x3, 3));
        Assert.Equal(1, NetworkSize.TotalStride(Stem.Conv3x3, 1));
    }

    private static Spec Preset(int depth)
    {
        (BlockType blockType, int[] stages) = DepthPreset.Find(depth)!.Value;
        return new Spec { Class = Class, Declaration = "", BlockType = blockType, Stages = stages.ToEquatableArray() };
    }
}
