using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>From a file's tensors to the block of packed weights that a network's kernels read.</summary>
internal static unsafe class WeightLoader
{
    /// <summary>Checks that the file is this network's, folds every batch norm, packs every layer.</summary>
    /// <param name="info">The network.</param>
    /// <param name="file">An open file; it is not needed afterwards.</param>
    /// <param name="width">The width of vectors that the weights are for.</param>
    /// <param name="options">Which of the tensors are the network's.</param>
    /// <exception cref="WeightException">The file does not fit; nothing is left behind.</exception>
    public static AlignedMemory Load(
        ModelInfo info,
        SafetensorsFile file,
        VectorWidth width,
        WeightOptions? options = null
    )
    {
        IReadOnlyList<PackedSlot> slots = NetworkSlots.Of(info, width);
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info), options);
        AlignedMemory memory = new(slots[^1].End);
        try
        {
            WeightPacker.Pack(slots, bound, memory.Pointer);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Checks all that <see cref="Load"/> checks, and packs nothing.</summary>
    /// <param name="info">The network.</param>
    /// <param name="file">An open file.</param>
    /// <param name="cancellationToken">Looked at before each layer.</param>
    /// <exception cref="WeightException">The file does not fit.</exception>
    public static void Check(ModelInfo info, SafetensorsFile file, CancellationToken cancellationToken)
    {
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info));
        foreach (LayerInfo layer in info.Layers.Where(layer => layer.HasWeights))
        {
            cancellationToken.ThrowIfCancellationRequested();
            LayerWeights weights = Fold(bound, layer);
            float[] channel = new float[weights.ChannelLength];
            for (int output = 0; output < weights.OutputChannels; output++)
            {
                weights.ReadChannels(output, 1, channel);
            }
        }
    }

    /// <summary>A layer's parameters, its batch norm folded in.</summary>
    public static LayerWeights Fold(BoundWeights bound, LayerInfo layer) =>
        layer.BatchNorm is { } batchNorm
            ? LayerWeights.FoldConvolution(bound, layer.Name, batchNorm)
            : LayerWeights.Linear(bound, layer.Name);
}
