using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>Writes the facts of a network: the table of its layers, and of the feature maps a caller can ask for.</summary>
internal static class LayerTableEmitter
{
    private const string Kind = "global::ResNetGen.LayerKind";

    public static void Emit(IndentedWriter writer, NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        writer.Line("private static global::ResNetGen.ModelInfo CreateInfo() => new()");
        using (writer.OpenBraces(";"))
        {
            writer.Line($"Name = {Text.Quote(spec.Class.FullName)},");
            writer.Line($"Declaration = {Text.Quote(spec.Declaration)},");
            writer.Line("Classes = Classes,");
            writer.Line("InputChannels = InputChannels,");
            writer.Line("InputHeight = InputHeight,");
            writer.Line("InputWidth = InputWidth,");
            writer.Line("Batch = MaxBatch,");
            writer.Line("EmbeddingLength = EmbeddingLength,");
            writer.Line("Parameters = Parameters,");
            writer.Line("MultiplyAdds = MultiplyAdds,");
            writer.Line("WorkspaceBytes = WorkspaceBytes,");
            writer.Line($"ScratchBytes = {Text.Literal(plan.ScratchFloats * sizeof(float))},");
            writer.Line($"WeightBytes = {Text.Literal(plan.WeightFloats * sizeof(float))},");
            writer.Line($"EmbeddingOffset = {Text.Literal(plan.Embedding.Offset)},");
            writer.Line($"LogitsOffset = {Text.Literal(plan.Logits.Offset)},");
            writer.Line("FeatureMaps = new global::ResNetGen.FeatureMapInfo[]");
            using (writer.OpenBraces(","))
            {
                foreach (FeatureMap map in plan.FeatureMaps)
                {
                    Activation a = map.Activation;
                    writer.Line($"new({Text.Quote(map.Name)}, {a.Channels}, {a.Height}, {a.Width}, Halo: {a.Halo}, Offset: {Text.Literal(a.Offset)}),");
                }
            }

            // One method a stage keeps each far below the size at which the JIT gives up optimising.
            writer.Line($"Layers = [{string.Join(", ", Parts(plan).Select(part => $".. {MethodName(part.Key)}()"))}],");
        }

        foreach (IGrouping<int, BlockPlan> part in Parts(plan))
        {
            writer.Line();
            writer.Line($"private static global::ResNetGen.LayerInfo[] {MethodName(part.Key)}() => new global::ResNetGen.LayerInfo[]");
            using (writer.OpenBraces(";"))
            {
                foreach (Operation operation in part.SelectMany(block => block.Operations).Where(operation => operation is not PadInput))
                {
                    writer.Line($"new({Row(operation)}),");
                }
            }
        }
    }

    private static IEnumerable<IGrouping<int, BlockPlan>> Parts(NetworkPlan plan) => plan.Blocks.GroupBy(block => block.Stage);

    private static string MethodName(int stage) => stage switch
    {
        0 => "StemLayers",
        -1 => "HeadLayers",
        _ => $"Layer{stage}Layers",
    };

    private static string Row(Operation operation) => operation switch
    {
        StemConvolution c => $"{Text.Quote(c.Name)}, {Kind}.StemConvolution, {c.Input.Channels}, {Shape(c.Output)}, BatchNorm: {Text.Quote(c.BatchNorm)}, "
            + $"Kernel: {c.Kernel}, Stride: {c.Stride}, WeightsOffset: {Text.Literal(c.WeightsOffset)}",
        Convolution c => $"{Text.Quote(c.Name)}, {Kind}.Convolution, {c.Input.Channels}, {Shape(c.Output)}, BatchNorm: {Text.Quote(c.BatchNorm)}, "
            + $"Kernel: {c.Kernel}, Stride: {c.Stride}, Groups: {c.Groups}, Algorithm: global::ResNetGen.ConvolutionAlgorithm.{c.Algorithm}, "
            + $"WeightsOffset: {Text.Literal(c.WeightsOffset)}",
        MaxPool p => $"{Text.Quote(p.Name)}, {Kind}.MaxPool, {p.Input.Channels}, {Shape(p.Output)}, Kernel: 3, Stride: 2",
        ZeroPadShortcut s => $"{Text.Quote(s.Name)}, {Kind}.ZeroPadShortcut, {s.Input.Channels}, {Shape(s.Output)}, Stride: {s.Stride}",
        GlobalAveragePool p => $"{Text.Quote(p.Name)}, {Kind}.GlobalAveragePool, {p.Input.Channels}, {p.Output.Count}, 1, 1",
        Linear l => $"{Text.Quote(l.Name)}, {Kind}.Linear, {l.Input.Count}, {l.Output.Count}, 1, 1, WeightsOffset: {Text.Literal(l.WeightsOffset)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Shape(Activation output) => $"{output.Channels}, {output.Height}, {output.Width}";
}
