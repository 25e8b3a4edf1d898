namespace ResNetGen.Weights;

/// <summary>A tensor that a network needs.</summary>
/// <param name="Name">torchvision's name: <c>conv1.weight</c>, <c>layer1.0.bn1.running_mean</c>,
/// <c>fc.bias</c>.</param>
/// <param name="Shape">
/// Its extents in PyTorch's order: [output channels, input channels per group, rows, columns], [classes, features] or
/// [channels].
/// </param>
public sealed record ExpectedTensor(string Name, TensorShape Shape);
