using System.Text.RegularExpressions;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>What is advised for a depth without a preset can be written, and has that depth.</summary>
public sealed partial class DepthsTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(26)]
    [InlineData(200)]
    [InlineData(20)]
    [InlineData(110)]
    [InlineData(1202)]
    public void DepthByBlocksHasAsManyLayers(int depth)
    {
        string declaration = Declaration().Match(Depths.Advise(depth)).Value;

        Assert.Empty(GeneratorHarness.Run($"{declaration} partial class Net;").Messages);

        // Convolutions of a block, and with them the stem and the classifier (He et al. 2015, sections 3.3 and 4.2).
        int ofBlock = declaration.Contains("BlockType.Basic", StringComparison.Ordinal) ? 2 : 3;
        int blocks = Blocks().Matches(declaration).Sum(count => int.Parse(count.Groups[1].Value));
        Assert.Equal(depth, (blocks * ofBlock) + 2);
    }

    [Theory]
    [InlineData(11, 18)]
    [InlineData(27, 34)]
    [InlineData(1000, 152)]
    [InlineData(int.MinValue, 18)]
    public void OtherDepthsHaveANearestPreset(int depth, int preset) =>
        Assert.StartsWith($"[ResNet({preset})], or ", Depths.Advise(depth));

    [GeneratedRegex(@"\[ResNet\(.*\)\]")]
    private static partial Regex Declaration();

    [GeneratedRegex(@", (\d+)(?=[,)])")]
    private static partial Regex Blocks();
}
