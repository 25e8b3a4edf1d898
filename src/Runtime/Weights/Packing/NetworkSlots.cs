namespace ResNetGen.Weights;

/// <summary>The slots of a network's packed weights, once its facts are known to be those of a generated class.</summary>
internal static class NetworkSlots
{
    /// <summary>All slots, in the order of the block, which they cover.</summary>
    /// <param name="info">The network.</param>
    /// <param name="width">The width of vectors that the weights are packed for.</param>
    /// <exception cref="InvalidOperationException">The class was generated for another version of the
    /// runtime.</exception>
    /// <exception cref="ArgumentException">The facts are not those of a generated class.</exception>
    public static IReadOnlyList<PackedSlot> Of(ModelInfo info, VectorWidth width)
    {
        if (info.Layout.Version != EmittedCode.ContractVersion)
        {
            throw new InvalidOperationException(
                $"{info.Name} was generated for layout {info.Layout.Version}, and the ResNetGen that it runs with has "
                    + $"layout {EmittedCode.ContractVersion}: build the project that declares it with this version of "
                    + "ResNetGen, or run it with the one that it was built with."
            );
        }

        foreach (LayerInfo layer in info.Layers.Where(layer => layer.HasWeights))
        {
            foreach (VectorWidth each in AlgorithmChoice.Widths)
            {
                Check(info, layer, layer.Algorithms?[each]);
            }
        }

        // Emitted code has the places of layers in it. Another sum would be another layer's memory, or nobody's.
        for (int i = 0; i < AlgorithmChoice.Widths.Count; i++)
        {
            long expected = PackedSlot.Floats(info.Layers, AlgorithmChoice.Widths[i]);
            if (info.Layout.WeightFloats.ElementAtOrDefault(i) != expected)
            {
                throw Error(
                    info,
                    $"packed weights of {info.Layout.WeightFloats.ElementAtOrDefault(i)} floats at "
                        + $"{(int)AlgorithmChoice.Widths[i]} bits, where its layers have {expected}"
                );
            }
        }

        return PackedSlot.Of(info.Layers, width);
    }

    private static void Check(ModelInfo info, LayerInfo layer, ConvolutionAlgorithm? algorithm)
    {
        // The batch is not known here: with many images, no algorithm is refused for too few squares.
        bool exists =
            layer.Shape.IsWhole
            && (algorithm is null ? layer.Kind == LayerKind.Linear : algorithm.Fits(layer.Shape, images: int.MaxValue));
        if (!exists)
        {
            throw Error(info, $"layer {layer.Name}, {algorithm}, {layer.Shape}: there is none such");
        }
    }

    private static ArgumentException Error(ModelInfo info, string problem) =>
        new(
            $"{info.Name} has {problem}. Give the Network of a generated class, built with the version of ResNetGen "
                + "that it runs with."
        );
}
