namespace ResNetGen.Weights;

/// <summary>One parameter of a network in the block of its packed weights.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="IsBias">Whether it is the bias, which stands before the weights.</param>
/// <param name="Start">Its first float in the block.</param>
/// <param name="Length">Its floats in the block.</param>
internal sealed record NetworkPart(LayerInfo Layer, bool IsBias, long Start, long Length)
{
    /// <summary>PyTorch's name.</summary>
    public string Name => $"{Layer.Name}.{(IsBias ? "bias" : "weight")}";

    /// <summary>Whether the weights can be stored before Winograd's transform.</summary>
    public bool HasKernelForm => !IsBias && Layer.OutputTile > 0;

    /// <summary>All parts, in the order of the block, which they cover.</summary>
    public static IReadOnlyList<NetworkPart> Of(ModelInfo info)
    {
        LayerInfo[] layers = [.. info.Layers.Where(layer => layer.HasWeights).OrderBy(layer => layer.WeightsOffset)];
        List<NetworkPart> parts = [];
        for (int i = 0; i < layers.Length; i++)
        {
            long start = layers[i].WeightsOffset;
            long end = i + 1 < layers.Length ? layers[i + 1].WeightsOffset : info.WeightBytes / sizeof(float);
            long bias = PackedLayout.Bias(layers[i].OutChannels);
            parts.Add(new NetworkPart(layers[i], IsBias: true, start, bias));
            parts.Add(new NetworkPart(layers[i], IsBias: false, start + bias, end - start - bias));
        }

        return parts;
    }

    /// <summary>Values that are stored in a form.</summary>
    public long Values(PackedForm form) =>
        form == PackedForm.Packed ? Length : (long)Layer.OutChannels * (Layer.InChannels / Layer.Groups) * Layer.Kernel * Layer.Kernel;
}
