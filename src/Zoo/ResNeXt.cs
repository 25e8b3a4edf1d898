namespace ResNetGen.Zoo;

/// <summary>
/// ResNeXt-50 32x4d for ImageNet: 32 groups of 4 channels (Xie et al. 2017, table 1; torchvision's
/// <c>resnext50_32x4d</c>): 25,028,904 parameters.
/// </summary>
[ResNet(50, Groups = 32, WidthPerGroup = 4)]
public sealed partial class ResNeXt50_32x4d;

/// <summary>
/// ResNeXt-101 32x8d for ImageNet: 32 groups of 8 channels (Xie et al. 2017; torchvision's <c>resnext101_32x8d</c>):
/// 88,791,336 parameters.
/// </summary>
[ResNet(101, Groups = 32, WidthPerGroup = 8)]
public sealed partial class ResNeXt101_32x8d;

/// <summary>
/// ResNeXt-101 64x4d for ImageNet: 64 groups of 4 channels (Xie et al. 2017, table 4; torchvision's
/// <c>resnext101_64x4d</c>): 83,455,272 parameters.
/// </summary>
[ResNet(101, Groups = 64, WidthPerGroup = 4)]
public sealed partial class ResNeXt101_64x4d;
