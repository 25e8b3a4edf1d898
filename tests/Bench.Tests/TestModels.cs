namespace ResNetGen.Bench.Tests;

// Small inputs where the size does not matter: the graph is the same, the time is not.
[ResNet(34, InputHeight = 96, InputWidth = 96)]
internal sealed partial class SmallResNet34;

[ResNet(50, InputHeight = 96, InputWidth = 96)]
internal sealed partial class SmallResNet50;

[ResNet(101, InputHeight = 64, InputWidth = 64)]
internal sealed partial class SmallResNet101;

[ResNet(50, Groups = 32, WidthPerGroup = 4, InputHeight = 96, InputWidth = 96)]
internal sealed partial class SmallResNeXt50;

[ResNet(101, Groups = 32, WidthPerGroup = 8, InputHeight = 64, InputWidth = 64)]
internal sealed partial class SmallResNeXt101;

[ResNet(50, WidthPerGroup = 128, InputHeight = 64, InputWidth = 64)]
internal sealed partial class SmallWideResNet50;

[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = ResNetGen.Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
internal sealed partial class Cifar10ResNet20;

[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = ResNetGen.Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 0
)]
internal sealed partial class FeaturesCifar10ResNet20;

[ResNet(18, Classes = 0, Batch = 2, InputHeight = 64, InputWidth = 64)]
internal sealed partial class FeaturesResNet18;

// New channels that do not split evenly between both sides, and a shortcut that pads without a stride.
[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    Stem = ResNetGen.Stem.Conv3x3,
    BaseWidth = 5,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 11,
    InputWidth = 14,
    Classes = 3
)]
internal sealed partial class OddZeroPad;

[ResNet(
    BlockType.Basic,
    1,
    2,
    Shortcut = Shortcut.ProjectionAlways,
    BaseWidth = 32,
    InputHeight = 64,
    InputWidth = 64,
    Classes = 5
)]
internal sealed partial class ProjectedBasic;

[ResNet(
    BlockType.Bottleneck,
    2,
    1,
    Shortcut = Shortcut.ProjectionAlways,
    BaseWidth = 16,
    InputHeight = 48,
    InputWidth = 64,
    Classes = 5
)]
internal sealed partial class ProjectedBottleneck;

[ResNet(
    BlockType.Bottleneck,
    1,
    2,
    1,
    BottleneckStride = BottleneckStride.Conv1x1,
    BaseWidth = 32,
    InputHeight = 64,
    InputWidth = 64,
    Classes = 5
)]
internal sealed partial class StrideInTheFirstConvolution;

[ResNet(18, InputHeight = 97, InputWidth = 131, Classes = 7)]
internal sealed partial class OddSizeResNet18;

[ResNet(18, Batch = 2, InputHeight = 64, InputWidth = 64)]
internal sealed partial class PairResNet18;
