using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes the facts of a network: the table of its layers, and of the feature maps a caller can ask for.
/// </summary>
internal static class LayerTableEmitter
{
    private const string Kind = "global::ResNetGen.LayerKind";

    private const string ConvolutionAlgorithm = "global::ResNetGen.ConvolutionAlgorithm";

    // 3 or 4 layers each, of some 70 bytes of IL.
    private const int ChunkBlocks = 64;

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
            writer.Line("Batch = Batch,");
            writer.Line("EmbeddingLength = EmbeddingLength,");
            writer.Line("Parameters = Parameters,");
            writer.Line("MultiplyAdds = MultiplyAdds,");
            writer.Line("WorkspaceBytes = WorkspaceBytes,");
            writer.Line($"ScratchBytes = {Text.Literal(plan.ScratchFloats * sizeof(float))},");
            writer.Line($"WeightBytes = {Text.Literal(plan.WeightFloats * sizeof(float))},");
            writer.Line($"EmbeddingOffset = {Text.Literal(plan.Embedding.Offset)},");
            writer.Line($"LogitsOffset = {Text.Literal(plan.Logits.Offset)},");
            writer.Line($"LayoutVersion = {EmittedCode.ContractVersion},");
            writer.Line("FeatureMaps =");
            using (writer.OpenBrackets(","))
            {
                foreach (FeatureMap map in plan.FeatureMaps)
                {
                    Activation a = map.Activation;
                    writer.Line(
                        $"new({Text.Quote(map.Name)}, {a.Channels}, {a.Height}, {a.Width}, Halo: {a.Halo}, Offset: {Text.Literal(a.Offset)}),"
                    );
                }
            }

            writer.Line($"Layers = [{string.Join(", ", Parts(plan).Select(part => $".. {MethodName(part.Key)}()"))}],");
        }

        foreach (IGrouping<int, BlockPlan> part in Parts(plan))
        {
            writer.Line();
            using (writer.OpenBlock($"private static global::ResNetGen.LayerInfo[] {MethodName(part.Key)}()"))
            {
                EmitPart(writer, [.. part]);
            }
        }
    }

    /// <summary>
    /// The rows of a stage; those of a long one in chunks, each far below the size at which the JIT gives up
    /// optimising.
    /// </summary>
    private static void EmitPart(IndentedWriter writer, BlockPlan[] blocks)
    {
        EmitConstants(writer, blocks);
        if (blocks.Length <= ChunkBlocks)
        {
            writer.Line("return");
            EmitRows(writer, blocks);
            return;
        }

        BlockPlan[][] chunks =
        [
            .. blocks
                .Select((block, index) => (block, index))
                .GroupBy(pair => pair.index / ChunkBlocks, pair => pair.block)
                .Select(chunk => chunk.ToArray()),
        ];
        writer.Line($"return [{string.Join(", ", chunks.Select(chunk => $".. {ChunkName(chunk)}()"))}];");
        foreach (BlockPlan[] chunk in chunks)
        {
            writer.Line();
            writer.Line($"static global::ResNetGen.LayerInfo[] {ChunkName(chunk)}() =>");
            EmitRows(writer, chunk);
        }
    }

    /// <summary>Short names for what each row of a stage would spell out.</summary>
    private static void EmitConstants(IndentedWriter writer, BlockPlan[] blocks)
    {
        Algorithm[] algorithms =
        [
            .. blocks
                .SelectMany(block => block.Operations.OfType<Convolution>())
                .Select(c => c.Algorithm)
                .Distinct()
                .OrderBy(algorithm => algorithm),
        ];
        if (algorithms.Length == 0)
        {
            return;
        }

        writer.Line($"const {Kind} convolution = {Kind}.Convolution;");
        foreach (Algorithm algorithm in algorithms)
        {
            writer.Line(
                $"const {ConvolutionAlgorithm} {ConstantName(algorithm)} = {ConvolutionAlgorithm}.{algorithm};"
            );
        }

        writer.Line();
    }

    private static void EmitRows(IndentedWriter writer, BlockPlan[] blocks)
    {
        using (writer.OpenBrackets(";"))
        {
            foreach (
                Operation layer in blocks
                    .SelectMany(block => block.Operations)
                    .SelectMany(operation => operation.Layers)
            )
            {
                writer.Line($"new({Row(layer)}),");
            }
        }
    }

    private static string ChunkName(BlockPlan[] chunk) =>
        $"Blocks{Number(chunk[0])}To{Number(chunk[chunk.Length - 1])}";

    private static string Number(BlockPlan block) => block.Name.Substring(block.Name.IndexOf('.') + 1);

    private static string ConstantName(Algorithm algorithm) =>
        algorithm switch
        {
            Algorithm.Direct => "direct",
            Algorithm.Grouped => "grouped",
            Algorithm.ZeroSkipping => "zeroSkipping",
            Algorithm.Winograd2 => "winograd2",
            Algorithm.Winograd4 => "winograd4",
            Algorithm.Winograd4FromTaps => "winograd4FromTaps",
            Algorithm.WinogradStride2 => "winogradStride2",
            Algorithm.Winograd4Stride2 => "winograd4Stride2",
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };

    private static IEnumerable<IGrouping<int, BlockPlan>> Parts(NetworkPlan plan) =>
        plan.Blocks.GroupBy(block => block.Stage);

    private static string MethodName(int stage) =>
        stage switch
        {
            0 => "StemLayers",
            -1 => "HeadLayers",
            _ => $"Layer{stage}Layers",
        };

    private static string Row(Operation operation) =>
        operation switch
        {
            StemConvolution c =>
                $"{Text.Quote(c.Name)}, {Kind}.StemConvolution, {c.Input.Channels}, {Shape(c.Output)}, {Text.Quote(c.BatchNorm)}, "
                    + $"Kernel: {c.Kernel}{Unless(1, "Stride", c.Stride)}, WeightsOffset: {Text.Literal(c.WeightsOffset)}",
            StemWinograd c =>
                $"{Text.Quote(c.Name)}, {Kind}.StemConvolution, {c.Channels}, {Shape(c.Output)}, {Text.Quote(c.BatchNorm)}, "
                    + $"Kernel: {c.Kernel}{Unless(1, "Stride", c.Stride)}, Algorithm: {ConvolutionAlgorithm}.{Algorithm.StemWinograd}, "
                    + $"WeightsOffset: {Text.Literal(c.WeightsOffset)}",
            Convolution c =>
                $"{Text.Quote(c.Name)}, convolution, {c.Input.Channels}, {Shape(c.Output)}, {Text.Quote(c.BatchNorm)}"
                    + $"{Unless(1, "Kernel", c.Kernel)}{Unless(1, "Stride", c.Stride)}{Unless(1, "Groups", c.Groups)}, "
                    + $"Algorithm: {ConstantName(c.Algorithm)}, WeightsOffset: {Text.Literal(c.WeightsOffset)}",
            MaxPool p =>
                $"{Text.Quote(p.Name)}, {Kind}.MaxPool, {p.Input.Channels}, {Shape(p.Output)}, Kernel: 3, Stride: 2",
            ZeroPadShortcut s =>
                $"{Text.Quote(s.Name)}, {Kind}.ZeroPadShortcut, {s.Input.Channels}, {Shape(s.Output)}{Unless(1, "Stride", s.Stride)}",
            GlobalAveragePool p =>
                $"{Text.Quote(p.Name)}, {Kind}.GlobalAveragePool, {p.Input.Channels}, {p.Output.Count}, 1, 1",
            Linear l =>
                $"{Text.Quote(l.Name)}, {Kind}.Linear, {l.Input.Count}, {l.Output.Count}, 1, 1, WeightsOffset: {Text.Literal(l.WeightsOffset)}",
            _ => throw new InvalidOperationException(),
        };

    /// <summary>An argument, unless it has the value it has without being written.</summary>
    private static string Unless(int value, string name, int argument) =>
        argument == value ? "" : $", {name}: {argument}";

    private static string Shape(Activation output) => $"{output.Channels}, {output.Height}, {output.Width}";
}
