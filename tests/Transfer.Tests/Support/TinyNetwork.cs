namespace ResNetGen.Transfer.Tests.Support;

/// <summary>The smallest network that learns from pictures.</summary>
[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 16, InputWidth = 16, Classes = 3)]
internal sealed partial class TinyNetwork;
