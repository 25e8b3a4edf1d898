namespace ResNetGen.Zoo;

/// <summary>ResNet-18 (He et al. 2015, table 1): 11,689,512 parameters.</summary>
[ResNet(18)]
public sealed partial class ResNet18;

/// <summary>ResNet-34 (He et al. 2015, table 1): 21,797,672 parameters.</summary>
[ResNet(34)]
public sealed partial class ResNet34;

/// <summary>ResNet-50 (He et al. 2015, table 1), with torchvision's stride in the 3x3 convolution: 25,557,032 parameters.</summary>
[ResNet(50)]
public sealed partial class ResNet50;

/// <summary>ResNet-101 (He et al. 2015, table 1), with torchvision's stride in the 3x3 convolution: 44,549,160 parameters.</summary>
[ResNet(101)]
public sealed partial class ResNet101;

/// <summary>ResNet-152 (He et al. 2015, table 1), with torchvision's stride in the 3x3 convolution: 60,192,808 parameters.</summary>
[ResNet(152)]
public sealed partial class ResNet152;
