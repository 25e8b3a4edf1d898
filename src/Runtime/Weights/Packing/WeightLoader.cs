using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>From a file's tensors to the block of packed weights that a network's kernels read.</summary>
internal static unsafe class WeightLoader
{
    /// <summary>Checks that the file is this network's, folds every batch norm, packs every layer.</summary>
    /// <param name="info">The network.</param>
    /// <param name="file">An open file; it is not needed afterwards.</param>
    /// <exception cref="WeightException">The file does not fit; nothing is left behind.</exception>
    public static AlignedMemory Load(ModelInfo info, SafetensorsFile file)
    {
        IReadOnlyList<WeightedLayer> layers = WeightedLayer.Of(info);
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info));
        AlignedMemory memory = new(info.WeightBytes / sizeof(float));
        try
        {
            foreach (WeightedLayer layer in layers)
            {
                WeightPacker.Pack(layer.Layer, Fold(bound, layer.Layer), memory.Pointer + layer.Start);
            }

            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>A layer's parameters, its batch norm folded in.</summary>
    public static LayerWeights Fold(BoundWeights bound, LayerInfo layer) =>
        layer.BatchNorm is { } batchNorm
            ? LayerWeights.FoldConvolution(bound, layer.Name, batchNorm)
            : LayerWeights.Linear(bound, layer.Name);
}
