namespace ResNetGen.Zoo;

/// <summary>
/// ResNet-20 for CIFAR-10 (He et al. 2015, section 4.2, n = 3, shortcuts of option A): 269,722 parameters.
/// </summary>
[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
public sealed partial class CifarResNet20;

/// <summary>
/// ResNet-32 for CIFAR-10 (He et al. 2015, section 4.2, n = 5, shortcuts of option A): 464,154 parameters.
/// </summary>
[ResNet(
    BlockType.Basic,
    5,
    5,
    5,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
public sealed partial class CifarResNet32;

/// <summary>
/// ResNet-44 for CIFAR-10 (He et al. 2015, section 4.2, n = 7, shortcuts of option A): 658,586 parameters.
/// </summary>
[ResNet(
    BlockType.Basic,
    7,
    7,
    7,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
public sealed partial class CifarResNet44;

/// <summary>
/// ResNet-56 for CIFAR-10 (He et al. 2015, section 4.2, n = 9, shortcuts of option A): 853,018 parameters.
/// </summary>
[ResNet(
    BlockType.Basic,
    9,
    9,
    9,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
public sealed partial class CifarResNet56;

/// <summary>
/// ResNet-110 for CIFAR-10 (He et al. 2015, section 4.2, n = 18, shortcuts of option A): 1,727,962 parameters.
/// </summary>
[ResNet(
    BlockType.Basic,
    18,
    18,
    18,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputHeight = 32,
    InputWidth = 32,
    Classes = 10
)]
public sealed partial class CifarResNet110;
