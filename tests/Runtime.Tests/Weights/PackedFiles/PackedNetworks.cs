namespace ResNetGen.Runtime.Tests.Weights;

// Networks that differ in what packed weights may or may not depend on.
[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputChannels = 1,
    InputHeight = 28,
    InputWidth = 28,
    Classes = 10
)]
internal sealed partial class PackedFashion;

[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 9, InputWidth = 11, Classes = 5)]
internal sealed partial class TinyBasicAlone;

[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 9, InputWidth = 11, Classes = 6)]
internal sealed partial class TinyBasicOfSixClasses;

// So small a map takes F(4x4) from taps alone, and with transformed weights in a batch: weights of another size.
[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 80, InputHeight = 7, InputWidth = 7, Classes = 5)]
internal sealed partial class SmallMapOne;

[ResNet(
    BlockType.Basic,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 80,
    InputHeight = 7,
    InputWidth = 7,
    Classes = 5,
    Batch = 16
)]
internal sealed partial class SmallMapSixteen;

// Its weights take two large pages and a part of a third.
[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 256, InputHeight = 7, InputWidth = 7, Classes = 5)]
internal sealed partial class LargePages;
