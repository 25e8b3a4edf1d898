namespace ResNetGen.Cli.Models;

/// <summary>
/// ResNet-20 for the ten kinds of garment of Fashion-MNIST (He et al. 2015, section 4.2), on grey images of 28 x 28.
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
    Classes = 10
)]
internal sealed partial class FashionClassifier;
