namespace ResNetGen.Arm64;

// Networks of the reference files at small sizes, so that an emulated processor computes them in seconds.
[ResNet(50, InputHeight = 49, InputWidth = 65, Classes = 10)]
internal sealed partial class SmallResNet50;

[ResNet(50, InputHeight = 49, InputWidth = 65, Classes = 10, Groups = 32, WidthPerGroup = 4)]
internal sealed partial class SmallResNeXt50;
