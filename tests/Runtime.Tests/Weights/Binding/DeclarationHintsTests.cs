using static ResNetGen.Runtime.Tests.Weights.HintTrial;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Hints that say what to declare.</summary>
public sealed class DeclarationHintsTests
{
    [Fact]
    public void Classes() =>
        Expect(
            Basic with
            {
                Classes = 7,
            },
            Basic,
            "The file is for 7 classes, the network has 10: declare Classes = 7."
        );

    [Fact]
    public void InputChannels() =>
        Expect(
            Basic with
            {
                InputChannels = 1,
            },
            Basic,
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1."
        );

    [Fact]
    public void StemOf3X3() =>
        Expect(
            Basic with
            {
                StemKernel = 3,
            },
            Basic,
            "The file has a stem of 3x3, the network one of 7x7: declare Stem = Stem.Conv3x3."
        );

    [Fact]
    public void StemOf7X7() =>
        Expect(
            Basic,
            Basic with
            {
                StemKernel = 3,
            },
            "The file has a stem of 7x7, the network one of 3x3: declare Stem = Stem.Conv7x7."
        );

    [Fact]
    public void StemThatNoneDeclares() =>
        Expect(Basic with { StemKernel = 5 }, Basic, "The file has a stem of 5x5, which no Stem declares.");

    [Fact]
    public void BaseWidth() =>
        Expect(
            Basic with
            {
                Width = 16,
            },
            Basic,
            "The file's stem has 16 channels, the network's 8: declare BaseWidth = 16."
        );

    // He et al. 2015, table 1.
    [Theory]
    [InlineData(34, false, new[] { 3, 4, 6, 3 })]
    [InlineData(50, true, new[] { 3, 4, 6, 3 })]
    [InlineData(101, true, new[] { 3, 4, 23, 3 })]
    [InlineData(152, true, new[] { 3, 8, 36, 3 })]
    public void Depth(int depth, bool isBottleneck, int[] stages) =>
        Expect(
            new TestNetwork(isBottleneck, stages),
            Basic,
            $"The file looks like a ResNet-{depth} ({(isBottleneck ? "bottleneck" : "basic")}, {string.Join('-', stages)}), the network is a ResNet-18 (basic, 2-2-2-2): declare [ResNet({depth})]."
        );

    [Fact]
    public void DepthThatHasNoName() =>
        Expect(
            new TestNetwork(false, 3, 3, 3),
            new TestNetwork(false, 5, 5, 5),
            "The file looks like a ResNet (basic, 3-3-3), the network is a ResNet (basic, 5-5-5): declare [ResNet(BlockType.Basic, 3, 3, 3)]."
        );

    [Fact]
    public void Groups() =>
        Expect(
            Wide with
            {
                Groups = 32,
                WidthPerGroup = 4,
            },
            Wide,
            "The file's 3x3 convolutions have 32 groups of 4 channels, the network's 1 of 64: declare Groups = 32, WidthPerGroup = 4."
        );

    [Fact]
    public void WidthPerGroup() =>
        Expect(
            Wide with
            {
                WidthPerGroup = 128,
            },
            Wide,
            "The file's 3x3 convolutions have 1 group of 128 channels, the network's 1 of 64: declare Groups = 1, WidthPerGroup = 128."
        );

    [Fact]
    public void ShortcutsWithoutConvolutions() =>
        Expect(
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.None,
            },
            Basic,
            "The file's shortcuts have no convolutions (downsample), the network's have: declare Shortcut = Shortcut.ZeroPad."
        );

    [Fact]
    public void ShortcutsWithConvolutions() =>
        Expect(
            Basic,
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.None,
            },
            "The file's shortcuts have convolutions (downsample) where the shape changes: declare Shortcut = Shortcut.Projection."
        );

    [Fact]
    public void ShortcutsWithConvolutionsInEveryBlock() =>
        Expect(
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.Always,
            },
            Basic,
            "The file's shortcuts have convolutions (downsample) in every block: declare Shortcut = Shortcut.ProjectionAlways."
        );

    [Fact]
    public void NoClassifier() =>
        Expect(
            Basic with
            {
                Classes = 0,
            },
            Basic,
            "The file has no classifier, the network has one of 10 classes: declare Classes = 0."
        );

    [Fact]
    public void SeveralHintsAtOnce() =>
        Expect(
            Basic with
            {
                Classes = 7,
                InputChannels = 1,
            },
            Basic,
            "The file is for 7 classes, the network has 10: declare Classes = 7.",
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1."
        );
}
