namespace ResNetGen.Weights;

/// <summary>The tensors that a network needs, by torchvision's names, in the order of its layers.</summary>
internal static class ExpectedTensors
{
    /// <summary>What a batch norm has, in the order of PyTorch.</summary>
    public static readonly IReadOnlyList<string> BatchNorm = ["weight", "bias", "running_mean", "running_var"];

    /// <summary>Those of a generated class.</summary>
    public static IReadOnlyList<ExpectedTensor> Of(ModelInfo info) =>
        [
            .. info.Layers.SelectMany(layer =>
                layer.Kind == LayerKind.Linear ? Linear(layer.Name, layer.OutChannels, layer.InChannels)
                : layer.HasWeights
                    ? Convolution(
                        layer.Name,
                        layer.BatchNorm!,
                        [layer.OutChannels, layer.InChannels / layer.Groups, layer.Kernel, layer.Kernel]
                    )
                : []
            ),
        ];

    /// <summary>Those of a network that is declared.</summary>
    public static IReadOnlyList<ExpectedTensor> Of(NetworkShape shape) =>
        [
            .. shape
                .Blocks.SelectMany(block => block.All)
                .Prepend(shape.Stem.Convolution)
                .SelectMany(node =>
                    Convolution(
                        node.Name,
                        node.BatchNorm,
                        [node.OutChannels, node.Input.Channels / node.Groups, node.Kernel, node.Kernel]
                    )
                ),
            .. shape.Classes > 0 ? Linear(NameMap.Classifier, shape.Classes, shape.Features) : [],
        ];

    private static IEnumerable<ExpectedTensor> Linear(string name, long outputs, long inputs) =>
        [new($"{name}.weight", [outputs, inputs]), new($"{name}.bias", [outputs])];

    private static IEnumerable<ExpectedTensor> Convolution(string name, string batchNorm, TensorShape weight) =>
        BatchNorm
            .Select(part => new ExpectedTensor($"{batchNorm}.{part}", [weight[0]]))
            .Prepend(new($"{name}.weight", weight));
}
