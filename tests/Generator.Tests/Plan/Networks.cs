using ResNetGen.Generator.Plan;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Plan;

/// <summary>Networks to plan: every kind of block, stem, shortcut and option, and sizes that nothing divides.</summary>
internal static class Networks
{
    public static TheoryData<string> All =>
        [
            "ResNet(18)",
            "ResNet(34)",
            "ResNet(50)",
            "ResNet(101)",
            "ResNet(152)",
            "ResNet(18, Batch = 8)",
            "ResNet(50, Batch = 8)",
            "ResNet(50, Batch = 2, InputHeight = 512, InputWidth = 512)",
            "ResNet(50, Batch = 3, Convolution = ConvolutionMode.Direct)",
            "ResNet(50, BottleneckStride = BottleneckStride.Conv1x1)",
            "ResNet(50, Groups = 32, WidthPerGroup = 4, Batch = 2)",
            "ResNet(50, WidthPerGroup = 128)",
            "ResNet(50, Stem = Stem.Conv3x3, InputHeight = 33, InputWidth = 65)",
            "ResNet(18, InputHeight = 17, InputWidth = 17)",
            "ResNet(18, Classes = 0, Batch = 2)",
            "ResNet(18, InputHeight = 225, InputWidth = 193)",
            "ResNet(34, Shortcut = Shortcut.ProjectionAlways, InputHeight = 101, InputWidth = 1023)",
            "ResNet(34, Shortcut = Shortcut.ZeroPad, BaseWidth = 20, InputHeight = 320, InputWidth = 320)",
            "ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad, InputHeight = 28, InputWidth = 28)",
            "ResNet(BlockType.Bottleneck, 1, 2, 1, 1, 1, 1, 1, 1, BaseWidth = 8, WidthPerGroup = 24, Groups = 3, InputHeight = 1000, InputWidth = 300)",
            "ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 1, InputChannels = 1, InputHeight = 1, InputWidth = 1, Classes = 1)",
            "ResNet(BlockType.Basic, 1, InputChannels = 64, BaseWidth = 8, InputHeight = 61, InputWidth = 3, Classes = 100000)",
        ];

    public static NetworkPlan Plan(string attribute) =>
        Planner.Plan(GeneratorHarness.Run($"[{attribute}] partial class Net;").Spec);
}
