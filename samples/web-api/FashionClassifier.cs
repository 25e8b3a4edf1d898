using ResNetGen;

namespace Samples.WebApi;

/// <summary>
/// The network: ResNet-20 for ten kinds of garment, on grey pictures of 28 x 28. The generator writes the rest of this
/// class.
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
public sealed partial class FashionClassifier
{
    /// <summary>The classes by name, in the order in which the network was trained.</summary>
    public static IReadOnlyList<string> Labels { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
}
