using System.Globalization;
using ResNetGen.Generator.Plan;
using ResNetGen.Runtime;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes the facts of a network: the table of its layers, and of the feature maps a caller can ask for.
/// </summary>
internal static class LayerTableEmitter
{
    private const string Kind = "global::ResNetGen.LayerKind";
    private const string Activation = "global::ResNetGen.LayerActivation";
    private const string Relu = "relu";
    private const string Algorithm = "global::ResNetGen.ConvolutionAlgorithm";

    // 3 or 4 layers each, of some 70 bytes of IL.
    private const int ChunkBlocks = 64;

    public static void Emit(IndentedWriter writer, NetworkPlan plan)
    {
        ModelInfo info = plan.Info;
        writer.Line(ClassFile.GeneratedCode);
        writer.Line("private static global::ResNetGen.ModelInfo CreateInfo() => new()");
        using (writer.OpenBraces(";"))
        {
            writer.Line($"Name = {Text.Quote(info.Name)},");
            writer.Line($"Declaration = {Text.Quote(info.Declaration)},");
            if (!info.HasClassifier)
            {
                writer.Line("Classes = 0,");
            }

            foreach (string constant in ModelEmitter.Facts(plan).Select(fact => fact.Name))
            {
                writer.Line($"{constant} = {constant},");
            }

            writer.Line($"ScratchBytes = {Text.Literal(info.ScratchBytes)},");
            writer.Line("FeatureMaps =");
            using (writer.OpenBrackets(","))
            {
                foreach (FeatureMapInfo map in info.FeatureMaps)
                {
                    writer.Line($"new({Text.Quote(map.Name)}, {map.Channels}, {map.Height}, {map.Width}),");
                }
            }

            writer.Line($"Layers = [{string.Join(", ", Parts(plan).Select(part => $".. {MethodName(part.Key)}()"))}],");
            writer.Line("Layout = new()");
            using (writer.OpenBraces(","))
            {
                EmitLayout(writer, info.Layout);
            }
        }

        foreach (IGrouping<int, BlockGraph> part in Parts(plan))
        {
            writer.Line();
            writer.Line(ClassFile.GeneratedCode);
            using (writer.OpenBlock($"private static global::ResNetGen.LayerInfo[] {MethodName(part.Key)}()"))
            {
                EmitPart(writer, plan, [.. part]);
            }
        }
    }

    private static void EmitLayout(IndentedWriter writer, ModelLayout layout)
    {
        IEnumerable<string> maps = layout.FeatureMaps.Select(map => $"({Text.Literal(map.Offset)}, {map.Halo})");
        writer.Line($"Version = {layout.Version},");
        writer.Line(
            $"WeightFloats = [{string.Join(", ", layout.WeightFloats.Select(Text.Literal))}], // At 128, 256 and 512 bits."
        );
        writer.Line($"EmbeddingOffset = {Text.Literal(layout.EmbeddingOffset)},");
        writer.Line($"ResultOffset = {Text.Literal(layout.ResultOffset)},");
        writer.Line($"FeatureMaps = [{string.Join(", ", maps)}], // Offset and halo.");
    }

    /// <summary>
    /// The rows of a stage; those of a long one in chunks, each far below the size at which the JIT gives up
    /// optimising.
    /// </summary>
    private static void EmitPart(IndentedWriter writer, NetworkPlan plan, BlockGraph[] blocks)
    {
        EmitConstants(writer, [.. blocks.SelectMany(plan.LayersOf)]);
        if (blocks.Length <= ChunkBlocks)
        {
            writer.Line("return");
            EmitRows(writer, plan, blocks);
            return;
        }

        BlockGraph[][] chunks =
        [
            .. blocks
                .Select((block, index) => (block, index))
                .GroupBy(pair => pair.index / ChunkBlocks, pair => pair.block)
                .Select(chunk => chunk.ToArray()),
        ];
        writer.Line($"return [{string.Join(", ", chunks.Select(chunk => $".. {ChunkName(chunk)}()"))}];");
        foreach (BlockGraph[] chunk in chunks)
        {
            writer.Line();
            writer.Line($"global::ResNetGen.LayerInfo[] {ChunkName(chunk)}() =>");
            EmitRows(writer, plan, chunk);
        }
    }

    /// <summary>Short names for what each row would spell out.</summary>
    private static void EmitConstants(IndentedWriter writer, LayerInfo[] layers)
    {
        if (layers.Any(layer => layer.Kind == LayerKind.Convolution))
        {
            writer.Line($"const {Kind} convolution = {Kind}.{nameof(LayerKind.Convolution)};");
        }

        if (layers.Any(layer => layer.Activation == LayerActivation.ReLU))
        {
            writer.Line($"const {Activation} {Relu} = {Activation}.{nameof(LayerActivation.ReLU)};");
        }

        ConvolutionAlgorithm[] algorithms = [.. ConvolutionAlgorithm.All.Where(IsUsed)];
        foreach (ConvolutionAlgorithm algorithm in algorithms)
        {
            writer.Line($"{Algorithm} {VariableName(algorithm)} = {Algorithm}.{algorithm.Id};");
        }

        if (algorithms.Length > 0)
        {
            writer.Line();
        }

        bool IsUsed(ConvolutionAlgorithm algorithm) =>
            layers.Any(layer =>
                layer.Algorithms is { } choice && AlgorithmChoice.Widths.Any(width => choice[width] == algorithm)
            );
    }

    private static void EmitRows(IndentedWriter writer, NetworkPlan plan, BlockGraph[] blocks)
    {
        using (writer.OpenBrackets(";"))
        {
            foreach (LayerInfo layer in blocks.SelectMany(plan.LayersOf))
            {
                writer.Line($"new({string.Join(", ", Row(layer))}),");
            }
        }
    }

    private static string ChunkName(BlockGraph[] chunk) =>
        $"Blocks{Number(chunk[0])}To{Number(chunk[chunk.Length - 1])}";

    private static string Number(BlockGraph block) => block.Name.Substring(block.Name.IndexOf('.') + 1);

    private static string VariableName(ConvolutionAlgorithm algorithm) =>
        char.ToLowerInvariant(algorithm.Id[0]) + algorithm.Id.Substring(1);

    private static IEnumerable<IGrouping<int, BlockGraph>> Parts(NetworkPlan plan) =>
        plan.Blocks.GroupBy(block => block.Stage);

    private static string MethodName(int stage) =>
        stage switch
        {
            0 => "StemLayers",
            -1 => "HeadLayers",
            _ => $"Layer{stage}Layers",
        };

    /// <summary>The arguments of a row; those that have the value they have without being written are left
    /// out.</summary>
    private static IEnumerable<string> Row(LayerInfo layer)
    {
        yield return Text.Quote(layer.Name);
        yield return Text.Quote(layer.Block);
        yield return layer.Kind == LayerKind.Convolution ? "convolution" : $"{Kind}.{layer.Kind}";
        yield return Text.Quote(layer.Input);
        foreach (int number in new[] { layer.InChannels, layer.OutChannels, layer.Height, layer.Width })
        {
            yield return number.ToString(CultureInfo.InvariantCulture);
        }

        if (layer.BatchNorm is { } batchNorm)
        {
            yield return Text.Quote(batchNorm);
        }

        if (layer.Residual is { } residual)
        {
            yield return $"Residual: {Text.Quote(residual)}";
        }

        if (layer.Activation != LayerActivation.None)
        {
            yield return $"Activation: {(layer.Activation == LayerActivation.ReLU ? Relu : $"{Activation}.{layer.Activation}")}";
        }

        foreach (
            (string name, int value) in new[]
            {
                ("Kernel", layer.Kernel),
                ("Stride", layer.Stride),
                ("Groups", layer.Groups),
            }
        )
        {
            if (value != 1)
            {
                yield return $"{name}: {value.ToString(CultureInfo.InvariantCulture)}";
            }
        }

        if (layer.Algorithms is { } choice)
        {
            string each =
                $"new(Vector128: {VariableName(choice.Vector128)}, Vector256: {VariableName(choice.Vector256)}, "
                + $"Vector512: {VariableName(choice.Vector512)})";
            yield return $"Algorithms: {(choice.IsUniform ? VariableName(choice.Vector512) : each)}";
        }
    }
}
