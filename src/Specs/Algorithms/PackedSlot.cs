namespace ResNetGen;

/// <summary>
/// A layer in the block of packed weights: its bias, its weights behind it. Layers follow one another as they run;
/// those whose size depends on the width of vectors come last, so that all others have one place on every width.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Algorithm">How its weights are packed.</param>
/// <param name="Start">The first float of the bias, in the block.</param>
/// <param name="BiasLength">Floats of the bias.</param>
/// <param name="WeightsLength">Floats of the weights.</param>
internal sealed record PackedSlot(
    LayerInfo Layer,
    ConvolutionAlgorithm Algorithm,
    long Start,
    long BiasLength,
    long WeightsLength
)
{
    /// <summary>PyTorch's name of the bias.</summary>
    public string BiasName => $"{Layer.Name}.bias";

    /// <summary>PyTorch's name of the weights.</summary>
    public string WeightsName => $"{Layer.Name}.weight";

    /// <summary>The first float of the weights, in the block.</summary>
    public long WeightsStart => Start + BiasLength;

    /// <summary>The float behind the last one.</summary>
    public long End => WeightsStart + WeightsLength;

    /// <summary>Blocks of 16 output channels; the last may be filled up.</summary>
    public int Blocks => (int)(BiasLength / BlockedLayout.Lanes);

    /// <summary>
    /// Where the weights of an output block are, about: exactly but for those of <see cref="ZeroSkippingLayout"/>, whose
    /// slices of eight blocks are. Counted from the first weight.
    /// </summary>
    public long ShareStart(int block) => WeightsLength * block / Blocks;

    /// <summary>Whether all widths of vectors read the weights in the same order.</summary>
    public bool IsUniform => Layer.Algorithms?.IsUniform != false;

    /// <summary>The slots of a network, in the order of the block, which they cover.</summary>
    /// <param name="layers">The layers, in the order in which they run.</param>
    /// <param name="width">The width of vectors.</param>
    public static IReadOnlyList<PackedSlot> Of(IEnumerable<LayerInfo> layers, VectorWidth width)
    {
        List<PackedSlot> slots = [];
        long start = 0;
        foreach (LayerInfo layer in layers.Where(layer => layer.HasWeights).OrderBy(HasManySizes))
        {
            ConvolutionAlgorithm algorithm = AlgorithmOf(layer, width);
            long bias = PackedLayout.Bias(layer.OutChannels);
            slots.Add(new(layer, algorithm, start, bias, algorithm.WeightFloats(layer.Shape)));
            start = slots[slots.Count - 1].End;
        }

        return slots;
    }

    /// <summary>Floats of the whole block.</summary>
    public static long Floats(IEnumerable<LayerInfo> layers, VectorWidth width) =>
        Of(layers, width).Select(slot => slot.End).LastOrDefault();

    private static bool HasManySizes(LayerInfo layer) =>
        layer.Algorithms is { IsUniform: false }
        && !AlgorithmChoice.Widths.All(width =>
            AlgorithmOf(layer, width).WeightFloats(layer.Shape)
            == AlgorithmOf(layer, VectorWidth.Vector512).WeightFloats(layer.Shape)
        );

    // A classifier is packed as a 1x1 convolution.
    private static ConvolutionAlgorithm AlgorithmOf(LayerInfo layer, VectorWidth width) =>
        layer.Algorithms?[width] ?? ConvolutionAlgorithm.Direct;
}
