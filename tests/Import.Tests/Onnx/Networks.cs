namespace ResNetGen.Import.Tests.Onnx;

[ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 3, InputHeight = 33, InputWidth = 47)]
internal sealed partial class OddBasic;

[ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 3, InputHeight = 32, InputWidth = 48)]
internal sealed partial class EvenBasic;

[ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 0, InputHeight = 32, InputWidth = 48)]
internal sealed partial class EvenFeatures;

[ResNet(
    BlockType.Bottleneck,
    1,
    2,
    BaseWidth = 8,
    Groups = 2,
    WidthPerGroup = 64,
    Shortcut = Shortcut.ProjectionAlways,
    Classes = 3,
    InputHeight = 32,
    InputWidth = 48
)]
internal sealed partial class EvenBottleneck;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    Shortcut = Shortcut.ZeroPad,
    BaseWidth = 5,
    Classes = 3,
    InputHeight = 9,
    InputWidth = 12
)]
internal sealed partial class SmallZeroPad;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    Shortcut = Shortcut.ZeroPad,
    BaseWidth = 4,
    Classes = 3,
    InputHeight = 16,
    InputWidth = 16
)]
internal sealed partial class FourZeroPad;

/// <summary>What the networks here are declared as.</summary>
internal static class Declared
{
    public static NetworkDeclaration Odd => Even with { InputHeight = 33, InputWidth = 47 };

    public static NetworkDeclaration Even { get; } =
        new()
        {
            BlockType = BlockType.Basic,
            Stages = [1, 1],
            BaseWidth = 4,
            Classes = 3,
            InputHeight = 32,
            InputWidth = 48,
        };

    public static NetworkDeclaration Bottleneck =>
        Even with
        {
            BlockType = BlockType.Bottleneck,
            Stages = [1, 2],
            BaseWidth = 8,
            Groups = 2,
            Shortcut = Shortcut.ProjectionAlways,
        };

    public static NetworkDeclaration ZeroPad =>
        Even with
        {
            Stem = Stem.Conv3x3,
            Shortcut = Shortcut.ZeroPad,
            BaseWidth = 5,
            InputHeight = 9,
            InputWidth = 12,
        };
}
