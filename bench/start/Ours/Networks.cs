namespace ResNetGen.Bench.Start;

[ResNet(18)]
internal sealed partial class ResNet18;

[ResNet(50)]
internal sealed partial class ResNet50;
