namespace ResNetGen.Import.Tests;

/// <summary>The network of the files called basic.</summary>
[ResNet(BlockType.Basic, 1, 2, 1, 1, BaseWidth = 8, Classes = 5, InputHeight = 64, InputWidth = 64)]
public sealed partial class BasicNetwork;

/// <summary>The network of the file called next.</summary>
[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    1,
    1,
    BaseWidth = 8,
    Groups = 4,
    WidthPerGroup = 32,
    Classes = 3,
    InputHeight = 64,
    InputWidth = 96
)]
public sealed partial class NextNetwork;
