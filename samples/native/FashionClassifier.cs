using ResNetGen;

namespace FashionLibrary;

/// <summary>
/// ResNet-20 for the ten kinds of garment of Fashion-MNIST, on grey images of 28 x 28: C functions in <c>fashion.h</c>.
/// </summary>
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
    Batch = 8,
    NativeExport = "fashion"
)]
public sealed partial class FashionClassifier;
