using ResNetGen.Imaging;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Transfer.Tests.Support;

/// <summary>A network that is fast enough for tests: features alone.</summary>
[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 12, InputWidth = 16, Classes = 0)]
internal sealed partial class Backbone
{
    public static Preprocessing Preprocessing => Imaging.Preprocessing.TorchvisionV1.ForInput(12, 16);

    public static byte[] Weights => field ??= DeterministicWeights.Safetensors(Network);
}

/// <summary>The same network with a classifier of three classes.</summary>
[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 12, InputWidth = 16, Classes = 3)]
internal sealed partial class ThreeClasses;
