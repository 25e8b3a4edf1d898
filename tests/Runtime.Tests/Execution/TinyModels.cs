namespace ResNetGen.Runtime.Tests.Execution;

// Each way a network can be built, small enough for a scalar reference, with channels that 16 does not divide and odd
// maps.
[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 8,
    InputHeight = 9,
    InputWidth = 11,
    Classes = 5,
    Batch = 3
)]
internal sealed partial class TinyBasic;

[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    BaseWidth = 16,
    Groups = 3,
    WidthPerGroup = 32,
    InputHeight = 33,
    InputWidth = 37,
    Classes = 17,
    Batch = 3
)]
internal sealed partial class TinyGroupedBottleneck;

[ResNet(
    BlockType.Basic,
    2,
    1,
    1,
    Stem = Stem.Conv3x3,
    Shortcut = Shortcut.ZeroPad,
    BaseWidth = 10,
    InputChannels = 1,
    InputHeight = 7,
    InputWidth = 5,
    Classes = 10,
    Batch = 3
)]
internal sealed partial class TinyZeroPad;

[ResNet(
    BlockType.Bottleneck,
    2,
    1,
    Shortcut = Shortcut.ProjectionAlways,
    BottleneckStride = BottleneckStride.Conv1x1,
    BaseWidth = 5,
    InputChannels = 4,
    InputHeight = 30,
    InputWidth = 21,
    Classes = 1,
    Batch = 3
)]
internal sealed partial class TinyEarlyStride;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 24,
    InputHeight = 27,
    InputWidth = 30,
    Classes = 4,
    Batch = 3,
    Convolution = ConvolutionMode.Direct
)]
internal sealed partial class TinyDirect;

// Groups of 4 channels, then of 8.
[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    BaseWidth = 16,
    Groups = 4,
    WidthPerGroup = 16,
    InputHeight = 33,
    InputWidth = 37,
    Classes = 6,
    Batch = 3
)]
internal sealed partial class TinyNarrowGroups;

// Enough channels for Winograd with stride 2, on an odd map.
[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 56,
    InputHeight = 17,
    InputWidth = 16,
    Classes = 5,
    Batch = 3
)]
internal sealed partial class TinyWinogradStride2;

// Maps so narrow that squares of 4 x 4 save no products, with channels so many that their weights leave the cache.
[ResNet(
    BlockType.Basic,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 60,
    InputHeight = 5,
    InputWidth = 2,
    Classes = 5,
    Batch = 3
)]
internal sealed partial class TinyNarrowMap;

// Whole slices of outputs, in 1x1 and 3x3 kernels, on odd maps.
[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    Stem = Stem.Conv3x3,
    InputHeight = 9,
    InputWidth = 11,
    Classes = 5,
    Batch = 3,
    Convolution = ConvolutionMode.Direct
)]
internal sealed partial class TinyZeroSkipping;

// Maps so large that the images of a batch are taken one by one.
[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    InputHeight = 80,
    InputWidth = 80,
    Classes = 5,
    Batch = 3
)]
internal sealed partial class TinyImageByImage;

// The first stage image by image, the second with all images at once.
[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    InputHeight = 52,
    InputWidth = 50,
    Classes = 5,
    Batch = 7
)]
internal sealed partial class TinySevenImages;

// Networks of above without their classifier.
[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 8,
    InputHeight = 9,
    InputWidth = 11,
    Classes = 0,
    Batch = 3,
    NativeExport = "backbone"
)]
internal sealed partial class FeaturesTinyBasic;

[ResNet(
    BlockType.Bottleneck,
    1,
    1,
    BaseWidth = 16,
    Groups = 3,
    WidthPerGroup = 32,
    InputHeight = 33,
    InputWidth = 37,
    Classes = 0,
    Batch = 3
)]
internal sealed partial class FeaturesTinyGroupedBottleneck;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    InputHeight = 80,
    InputWidth = 80,
    Classes = 0,
    Batch = 3
)]
internal sealed partial class FeaturesTinyImageByImage;
