namespace ResNetGen.Weights;

/// <summary>The slots of a network's packed weights, once its facts are known to be those of a generated class.</summary>
internal static class NetworkSlots
{
    /// <summary>Rows and columns of the widest kernel that a network has: a stem's.</summary>
    private const int WidestKernel = 7;

    /// <summary>All slots, in the order of the block, which they cover.</summary>
    /// <param name="info">The network.</param>
    /// <param name="width">The width of vectors that the weights are packed for.</param>
    /// <exception cref="InvalidOperationException">The class was generated for another version of the
    /// runtime.</exception>
    /// <exception cref="ArgumentException">The facts are not those of a generated class.</exception>
    public static IReadOnlyList<PackedSlot> Of(ModelInfo info, VectorWidth width)
    {
        // What is declared not to be null can be null all the same, in facts that somebody wrote.
        if (info is not { Layout: { } layout, Layers: { } layers } || layers.Contains(null!))
        {
            throw Error(info, "no layers, or no layout");
        }

        if (layout.Version != EmittedCode.ContractVersion)
        {
            throw new InvalidOperationException(
                $"{info.Name} was generated for layout {layout.Version}, and the ResNetGen that it runs with has "
                    + $"layout {EmittedCode.ContractVersion}: build the project that declares it with this version of "
                    + "ResNetGen, or run it with the one that it was built with."
            );
        }

        LayerInfo[] withWeights = [.. layers.Where(layer => layer.HasWeights)];
        foreach (LayerInfo layer in withWeights)
        {
            Check(info, layer);
        }

        string[] names = [.. ExpectedTensors.Of(info).Select(tensor => tensor.Name)];
        if (names.Length == 0 || names.Distinct().Count() != names.Length)
        {
            throw Error(info, "no weights, or two of one name");
        }

        // Emitted code has the places of layers in it. Another sum would be another layer's memory, or nobody's.
        for (int i = 0; i < AlgorithmChoice.Widths.Count; i++)
        {
            long expected = PackedSlot.Floats(withWeights, AlgorithmChoice.Widths[i]);
            long found = layout.WeightFloats?.ElementAtOrDefault(i) ?? 0;
            if (found != expected)
            {
                throw Error(
                    info,
                    $"packed weights of {found} floats at "
                        + $"{(int)AlgorithmChoice.Widths[i]} bits, where its layers have {expected}"
                );
            }
        }

        return PackedSlot.Of(withWeights, width);
    }

    private static void Check(ModelInfo info, LayerInfo layer)
    {
        if (
            layer.Name is null
            || !IsWithinLimits(layer)
            || !layer.Shape.IsWhole
            || layer.BatchNorm is null != (layer.Kind == LayerKind.Linear)
            || (layer.Kind == LayerKind.Linear && layer is not { Kernel: 1, Groups: 1, Algorithms: null })
        )
        {
            throw None(info, layer, layer.Algorithms?[VectorWidth.Vector512]);
        }

        if (layer.Kind == LayerKind.Linear)
        {
            return;
        }

        foreach (ConvolutionAlgorithm? algorithm in AlgorithmChoice.Widths.Select(width => layer.Algorithms?[width]))
        {
            // The batch is not known here: with many images, no algorithm is refused for too few squares.
            if (algorithm?.Fits(layer.Shape, images: int.MaxValue) != true)
            {
                throw None(info, layer, algorithm);
            }
        }
    }

    private static ArgumentException None(ModelInfo info, LayerInfo layer, ConvolutionAlgorithm? algorithm) =>
        Error(info, $"layer {layer.Name}, {algorithm}, {layer.Shape}: there is none such");

    /// <summary>Whether its sizes can be computed, and its weights packed, without an overflow.</summary>
    private static bool IsWithinLimits(LayerInfo layer) =>
        layer.InChannels <= NetworkLimits.Channels
        && layer.OutChannels <= (layer.Kind == LayerKind.Linear ? NetworkLimits.Classes : NetworkLimits.Channels)
        && layer.Kernel <= WidestKernel;

    private static ArgumentException Error(ModelInfo info, string problem) =>
        new(
            $"{info.Name} has {problem}. Give the Network of a generated class, built with the version of ResNetGen "
                + "that it runs with."
        );
}
