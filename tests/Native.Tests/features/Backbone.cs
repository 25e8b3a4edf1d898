using ResNetGen;

namespace Features;

/// <summary>The network of the sample up to its features.</summary>
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
    Classes = 0,
    Batch = 3,
    NativeExport = "backbone"
)]
public sealed partial class Backbone;

/// <summary>The whole network, beside it in one library.</summary>
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
    Batch = 3,
    NativeExport = "whole"
)]
public sealed partial class Whole;
