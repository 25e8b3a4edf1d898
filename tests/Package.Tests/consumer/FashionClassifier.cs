using ResNetGen;

namespace Consumer;

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
    Classes = 10,
    NativeExport = "fashion"
)]
public sealed partial class FashionClassifier;
