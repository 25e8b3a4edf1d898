namespace ResNetGen.Zoo;

/// <summary>
/// ResNet-18 for ImageNet (He et al. 2015, table 1; torchvision's <c>resnet18</c>): 11,689,512 parameters.
/// </summary>
[ResNet(18)]
public sealed partial class ResNet18;

/// <summary>
/// ResNet-34 for ImageNet (He et al. 2015, table 1; torchvision's <c>resnet34</c>): 21,797,672 parameters.
/// </summary>
[ResNet(34)]
public sealed partial class ResNet34;

/// <summary>
/// ResNet-50 for ImageNet (He et al. 2015, table 1; torchvision's <c>resnet50</c>, with the stride in the 3x3
/// convolution): 25,557,032 parameters.
/// </summary>
[ResNet(50)]
public sealed partial class ResNet50;

/// <summary>
/// ResNet-101 for ImageNet (He et al. 2015, table 1; torchvision's <c>resnet101</c>, with the stride in the 3x3
/// convolution): 44,549,160 parameters.
/// </summary>
[ResNet(101)]
public sealed partial class ResNet101;

/// <summary>
/// ResNet-152 for ImageNet (He et al. 2015, table 1; torchvision's <c>resnet152</c>, with the stride in the 3x3
/// convolution): 60,192,808 parameters.
/// </summary>
[ResNet(152)]
public sealed partial class ResNet152;
