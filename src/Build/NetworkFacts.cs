using ResNetGen.Generator.Plan;

namespace ResNetGen.Build;

/// <summary>
/// The facts of a planned network, as the emitted class will have them: LayerTableEmitter writes the same as C#.
/// </summary>
internal static class NetworkFacts
{
    public static ModelInfo Of(NetworkPlan plan) =>
        new()
        {
            Name = plan.Spec.Class.FullName,
            Declaration = plan.Spec.Declaration,
            Classes = plan.Spec.Classes,
            InputChannels = plan.Spec.InputChannels,
            InputHeight = plan.Spec.InputHeight,
            InputWidth = plan.Spec.InputWidth,
            Batch = plan.Spec.Batch,
            EmbeddingLength = plan.Embedding.Count,
            Parameters = plan.Parameters,
            MultiplyAdds = plan.MultiplyAdds,
            WorkspaceBytes = plan.WorkspaceFloats * sizeof(float),
            ScratchBytes = plan.ScratchFloats * sizeof(float),
            WeightBytes = plan.WeightFloats * sizeof(float),
            EmbeddingOffset = plan.Embedding.Offset,
            LogitsOffset = plan.Logits.Offset,
            LayoutVersion = EmittedCode.ContractVersion,
            FeatureMaps = [.. plan.FeatureMaps.Select(Map)],
            Layers = [.. plan.Operations.SelectMany(operation => operation.Layers).Select(Layer)],
        };

    private static FeatureMapInfo Map(FeatureMap map) =>
        new(
            map.Name,
            map.Activation.Channels,
            map.Activation.Height,
            map.Activation.Width,
            map.Activation.Halo,
            map.Activation.Offset
        );

    private static LayerInfo Layer(Operation operation) =>
        operation switch
        {
            StemConvolution c => new(
                c.Name,
                LayerKind.StemConvolution,
                c.Input.Channels,
                c.Output.Channels,
                c.Output.Height,
                c.Output.Width,
                c.BatchNorm,
                c.Kernel,
                c.Stride,
                WeightsOffset: c.WeightsOffset
            ),
            StemWinograd c => new(
                c.Name,
                LayerKind.StemConvolution,
                c.Channels,
                c.Output.Channels,
                c.Output.Height,
                c.Output.Width,
                c.BatchNorm,
                c.Kernel,
                c.Stride,
                Algorithm: ConvolutionAlgorithm.StemWinograd,
                WeightsOffset: c.WeightsOffset
            ),
            Convolution c => new(
                c.Name,
                LayerKind.Convolution,
                c.Input.Channels,
                c.Output.Channels,
                c.Output.Height,
                c.Output.Width,
                c.BatchNorm,
                c.Kernel,
                c.Stride,
                c.Groups,
                AlgorithmOf(c.Algorithm),
                c.WeightsOffset
            ),
            MaxPool p => new(
                p.Name,
                LayerKind.MaxPool,
                p.Input.Channels,
                p.Output.Channels,
                p.Output.Height,
                p.Output.Width,
                Kernel: 3,
                Stride: 2
            ),
            ZeroPadShortcut s => new(
                s.Name,
                LayerKind.ZeroPadShortcut,
                s.Input.Channels,
                s.Output.Channels,
                s.Output.Height,
                s.Output.Width,
                Stride: s.Stride
            ),
            GlobalAveragePool p => new(p.Name, LayerKind.GlobalAveragePool, p.Input.Channels, p.Output.Count, 1, 1),
            Linear l => new(
                l.Name,
                LayerKind.Linear,
                l.Input.Count,
                l.Output.Count,
                1,
                1,
                WeightsOffset: l.WeightsOffset
            ),
            _ => throw new InvalidOperationException(),
        };

    // Both have the same members, and the emitter writes the one's name for the other.
    private static ConvolutionAlgorithm AlgorithmOf(Algorithm algorithm) =>
        Enum.Parse<ConvolutionAlgorithm>(algorithm.ToString());
}
