namespace ResNetGen.Weights;

/// <summary>The tensors that a network needs, by torchvision's names, in the order of its layers.</summary>
internal static class ExpectedTensors
{
    public static IReadOnlyList<ExpectedTensor> Of(ModelInfo info) => [.. info.Layers.SelectMany(Of)];

    private static IEnumerable<ExpectedTensor> Of(LayerInfo layer)
    {
        if (layer.Kind == LayerKind.Linear)
        {
            yield return new($"{layer.Name}.weight", [layer.OutChannels, layer.InChannels]);
            yield return new($"{layer.Name}.bias", [layer.OutChannels]);
        }
        else if (layer.HasWeights)
        {
            yield return new(
                $"{layer.Name}.weight",
                [layer.OutChannels, layer.InChannels / layer.Groups, layer.Kernel, layer.Kernel]
            );
            foreach (string name in new[] { "weight", "bias", "running_mean", "running_var" })
            {
                yield return new($"{layer.BatchNorm}.{name}", [layer.OutChannels]);
            }
        }
    }
}
