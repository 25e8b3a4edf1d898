namespace ResNetGen;

/// <summary>
/// A layer in the block of packed weights: its bias, its weights behind it. Layers follow one another as they run;
/// those whose size depends on the width of vectors come last, so that all others have one place on every width.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Algorithm">How it is computed; <see langword="null"/> for the classifier.</param>
/// <param name="Start">Its first float in the block.</param>
/// <param name="Bias">Floats of its bias.</param>
/// <param name="Weights">Floats of its weights.</param>
internal sealed record PackedSlot(
    LayerInfo Layer,
    ConvolutionAlgorithm? Algorithm,
    long Start,
    long Bias,
    long Weights
)
{
    /// <summary>The first float behind it.</summary>
    public long End => Start + Bias + Weights;

    /// <summary>The slots of a network, in the order of the block, which they cover.</summary>
    /// <param name="layers">The layers, in the order in which they run.</param>
    /// <param name="width">The width of vectors.</param>
    public static IReadOnlyList<PackedSlot> Of(IEnumerable<LayerInfo> layers, VectorWidth width)
    {
        List<PackedSlot> slots = [];
        foreach (LayerInfo layer in layers.Where(layer => layer.HasWeights).OrderBy(HasManySizes))
        {
            long start = slots.Count == 0 ? 0 : slots[slots.Count - 1].End;
            slots.Add(
                new(
                    layer,
                    layer.Algorithms?[width],
                    start,
                    PackedLayout.Bias(layer.OutChannels),
                    WeightFloats(layer, width)
                )
            );
        }

        return slots;
    }

    /// <summary>Floats of the whole block.</summary>
    public static long Floats(IReadOnlyList<PackedSlot> slots) => slots.Count == 0 ? 0 : slots[slots.Count - 1].End;

    private static bool HasManySizes(LayerInfo layer) =>
        layer.Algorithms is { IsOne: false }
        && AlgorithmChoice.Widths.Select(width => WeightFloats(layer, width)).Distinct().Count() > 1;

    private static long WeightFloats(LayerInfo layer, VectorWidth width) =>
        layer.Algorithms is { } algorithms
            ? algorithms[width].WeightFloats(layer.Shape)
            : PackedLayout.Linear(layer.InChannels, layer.OutChannels);
}
