namespace ResNetGen.Runtime.Tests.Agreement;

// The networks of the reference files, each for two images at once: as they are by default, and in the exact mode.
[ResNet(18, Batch = 2)]
internal sealed partial class ReferenceResNet18;

[ResNet(18, Batch = 2, InputHeight = 97, InputWidth = 131, Classes = 7)]
internal sealed partial class ReferenceResNet18For97x131;

[ResNet(34, Batch = 2)]
internal sealed partial class ReferenceResNet34;

[ResNet(50, Batch = 2)]
internal sealed partial class ReferenceResNet50;

[ResNet(50, Batch = 2, InputHeight = 256, InputWidth = 192, Classes = 10)]
internal sealed partial class ReferenceResNet50For256x192;

[ResNet(101, Batch = 2)]
internal sealed partial class ReferenceResNet101;

[ResNet(152, Batch = 2)]
internal sealed partial class ReferenceResNet152;

[ResNet(50, Batch = 2, Groups = 32, WidthPerGroup = 4)]
internal sealed partial class ReferenceResNeXt50;

[ResNet(50, Batch = 2, WidthPerGroup = 128)]
internal sealed partial class ReferenceWideResNet50;

[ResNet(18, Batch = 2, Classes = 0)]
internal sealed partial class FeaturesResNet18;

[ResNet(50, Batch = 2, Classes = 0)]
internal sealed partial class FeaturesResNet50;

[ResNet(18, Batch = 2, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet18;

[ResNet(18, Batch = 2, InputHeight = 97, InputWidth = 131, Classes = 7, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet18For97x131;

[ResNet(34, Batch = 2, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet34;

[ResNet(50, Batch = 2, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet50;

[ResNet(50, Batch = 2, InputHeight = 256, InputWidth = 192, Classes = 10, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet50For256x192;

[ResNet(101, Batch = 2, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet101;

[ResNet(152, Batch = 2, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNet152;

[ResNet(50, Batch = 2, Groups = 32, WidthPerGroup = 4, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectResNeXt50;

[ResNet(50, Batch = 2, WidthPerGroup = 128, Convolution = ConvolutionMode.Direct)]
internal sealed partial class DirectWideResNet50;
