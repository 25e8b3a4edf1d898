namespace ResNetGen.Zoo;

/// <summary>
/// Wide ResNet-50-2 for ImageNet: the 3x3 convolutions twice as wide (Zagoruyko and Komodakis 2016, table 8;
/// torchvision's <c>wide_resnet50_2</c>): 68,883,240 parameters.
/// </summary>
[ResNet(50, WidthPerGroup = 128)]
public sealed partial class WideResNet50_2;

/// <summary>
/// Wide ResNet-101-2 for ImageNet: the 3x3 convolutions twice as wide (after Zagoruyko and Komodakis 2016;
/// torchvision's <c>wide_resnet101_2</c>): 126,886,696 parameters.
/// </summary>
[ResNet(101, WidthPerGroup = 128)]
public sealed partial class WideResNet101_2;
