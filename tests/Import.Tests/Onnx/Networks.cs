namespace ResNetGen.Import.Tests.Onnx;

[ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 3, InputHeight = 33, InputWidth = 47)]
internal sealed partial class OddBasic;

[ResNet(BlockType.Basic, 1, 1, BaseWidth = 4, Classes = 3, InputHeight = 32, InputWidth = 48)]
internal sealed partial class EvenBasic;

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

/// <summary>What networks are declared as: those above, and small ones of other tests.</summary>
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

    /// <summary>As <see cref="Runtime.Tests.Execution.FeaturesTinyBasic"/>, with a classifier.</summary>
    public static NetworkDeclaration Tiny =>
        Even with
        {
            Stem = Stem.Conv3x3,
            BaseWidth = 8,
            InputHeight = 9,
            InputWidth = 11,
        };

    /// <summary>As <see cref="Runtime.Tests.Execution.TinyGroupedBottleneck"/>.</summary>
    public static NetworkDeclaration Grouped =>
        Even with
        {
            BlockType = BlockType.Bottleneck,
            BaseWidth = 16,
            Groups = 3,
            WidthPerGroup = 32,
            InputHeight = 33,
            InputWidth = 37,
            Classes = 17,
        };

    /// <summary>As <see cref="Bench.Tests.ProjectedBottleneck"/>.</summary>
    public static NetworkDeclaration Projected =>
        Even with
        {
            BlockType = BlockType.Bottleneck,
            Stages = [2, 1],
            Shortcut = Shortcut.ProjectionAlways,
            BaseWidth = 16,
            InputHeight = 48,
            InputWidth = 64,
            Classes = 5,
        };

    /// <summary>As <see cref="Bench.Tests.OddZeroPad"/>.</summary>
    public static NetworkDeclaration ZeroPad =>
        Even with
        {
            BlockType = BlockType.Bottleneck,
            Stem = Stem.Conv3x3,
            Shortcut = Shortcut.ZeroPad,
            BaseWidth = 5,
            InputHeight = 11,
            InputWidth = 14,
        };
}
