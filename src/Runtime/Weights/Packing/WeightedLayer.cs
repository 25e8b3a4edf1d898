namespace ResNetGen.Weights;

/// <summary>A layer with weights, and where they are in the block of packed weights: the bias, then the weights.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Start">The first float of the bias, in the block.</param>
/// <param name="BiasLength">Floats of the bias.</param>
/// <param name="WeightsLength">Floats of the weights.</param>
internal sealed record WeightedLayer(LayerInfo Layer, long Start, long BiasLength, long WeightsLength)
{
    /// <summary>PyTorch's name of the bias.</summary>
    public string BiasName => $"{Layer.Name}.bias";

    /// <summary>PyTorch's name of the weights.</summary>
    public string WeightsName => $"{Layer.Name}.weight";

    /// <summary>The first float of the weights, in the block.</summary>
    public long WeightsStart => Start + BiasLength;

    /// <summary>The float behind the last one.</summary>
    public long End => WeightsStart + WeightsLength;

    /// <summary>Weights before Winograd's transform; 0 where the kernel reads them as they are.</summary>
    public long KernelLength =>
        Layer.OutputTile > 0
            ? (long)Layer.OutChannels * (Layer.InChannels / Layer.Groups) * Layer.Kernel * Layer.Kernel
            : 0;

    /// <summary>All layers with weights, in the order of the block, which they cover.</summary>
    /// <exception cref="InvalidOperationException">The class was generated for another version of the
    /// runtime.</exception>
    /// <exception cref="ArgumentException">They do not: the facts are not those of a generated class.</exception>
    public static IReadOnlyList<WeightedLayer> Of(ModelInfo info)
    {
        if (info.LayoutVersion != EmittedCode.ContractVersion)
        {
            throw new InvalidOperationException(
                $"{info.Name} was generated for layout {info.LayoutVersion}, and the ResNetGen that it runs with has "
                    + $"layout {EmittedCode.ContractVersion}: build the project that declares it with this version of "
                    + "ResNetGen, or run it with the one that it was built with."
            );
        }

        List<WeightedLayer> layers = [];
        long end = 0;
        foreach (LayerInfo layer in info.Layers.Where(layer => layer.HasWeights).OrderBy(layer => layer.WeightsOffset))
        {
            // Whatever packs writes by the layer's shape, so that another offset would be another layer's memory, or
            // nobody's.
            Check(info, $"layer {layer.Name}", layer.WeightsOffset, end);
            layers.Add(new(layer, end, PackedLayout.Bias(layer.OutChannels), Weights(info, layer)));
            end = layers[^1].End;
        }

        Check(info, "the end of the weights", info.WeightBytes / sizeof(float), end);
        return layers;
    }

    /// <summary>Floats of a layer's weights behind its bias, as <see cref="WeightPacker"/> writes them.</summary>
    private static long Weights(ModelInfo info, LayerInfo layer)
    {
        (int inputs, int outputs, int kernel, int groups) = (
            layer.InChannels,
            layer.OutChannels,
            layer.Kernel,
            layer.Groups
        );
        bool hasGroups =
            inputs > 0 && outputs > 0 && kernel > 0 && groups > 0 && inputs % groups == 0 && outputs % groups == 0;
        long? floats = layer.Algorithm switch
        {
            _ when !hasGroups => null,
            ConvolutionAlgorithm.StemWinograd
                when groups == 1 && StemWinogradLayout.Fits(inputs, kernel, layer.Stride) => StemWinogradLayout.Weights(
                inputs,
                outputs
            ),
            ConvolutionAlgorithm.Grouped when GroupedLayout.Fits(inputs, outputs, kernel, groups) =>
                GroupedLayout.Weights(outputs, groups),
            ConvolutionAlgorithm.Winograd2
            or ConvolutionAlgorithm.Winograd4
            or ConvolutionAlgorithm.WinogradStride2
            or ConvolutionAlgorithm.Winograd4Stride2 when kernel == 3 && groups == 1 => WinogradLayout.Weights(
                layer.OutputTile,
                layer.Stride,
                inputs,
                outputs
            ),
            ConvolutionAlgorithm.ZeroSkipping
                when layer.Kind == LayerKind.Convolution && ZeroSkippingLayout.Fits(inputs, outputs, kernel, groups) =>
                PackedLayout.Convolution(inputs, outputs, kernel, groups) - PackedLayout.Bias(outputs),
            ConvolutionAlgorithm.Winograd4FromTaps
                when layer.Kind != LayerKind.Convolution || kernel != 3 || groups != 1 || layer.Stride != 1 => null,
            ConvolutionAlgorithm.None or ConvolutionAlgorithm.Winograd4FromTaps or ConvolutionAlgorithm.Direct =>
                layer.Kind == LayerKind.StemConvolution
                    ? PackedLayout.PlanarConvolution(inputs, outputs, kernel) - PackedLayout.Bias(outputs)
                    : PackedLayout.Convolution(inputs, outputs, kernel, groups) - PackedLayout.Bias(outputs),
            _ => null,
        };
        return floats
            ?? throw Error(
                info,
                $"layer {layer.Name}, {layer.Algorithm}, from {inputs} to {outputs} channels in {groups} group(s) with a kernel of {kernel}: there is none such"
            );
    }

    private static void Check(ModelInfo info, string what, long found, long expected)
    {
        if (found != expected)
        {
            throw Error(
                info,
                $"{what} at float {found} of the packed weights, where this version of ResNetGen has it at {expected}"
            );
        }
    }

    private static ArgumentException Error(ModelInfo info, string problem) =>
        new(
            $"{info.Name} has {problem}. Give the Network of a generated class, built with the version of ResNetGen that it runs with."
        );
}
