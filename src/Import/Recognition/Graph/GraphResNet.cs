namespace ResNetGen.Import;

/// <summary>A graph as a ResNet: what reads what is right, sizes are as they are.</summary>
/// <param name="Stem">The first convolution.</param>
/// <param name="Pool">The max pool behind it, if there is one.</param>
/// <param name="Blocks">The residual blocks, in order.</param>
/// <param name="HasMean">Whether the mean of the last map is taken.</param>
/// <param name="Classifier">The linear layer, if there is one.</param>
internal sealed record GraphResNet(
    GraphUnit Stem,
    GraphNode? Pool,
    IReadOnlyList<GraphBlock> Blocks,
    bool HasMean,
    GraphNode? Classifier
);
