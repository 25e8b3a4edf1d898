using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes a network as C#: one file for the model, one for each stage, one for the table of layers, two for a C
/// interface.
/// </summary>
internal static class ModelEmitter
{
    public static IEnumerable<SourceFile> Emit(NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        yield return ClassFile.Write(
            spec,
            "",
            $"global::ResNetGen.{(plan.Info.HasClassifier ? "IImageClassifier" : "IImageModel")}<{spec.Class.GlobalName}>",
            [.. NetworkSummary.Documentation(plan), .. Attributes(spec)],
            writer => EmitModel(writer, plan)
        );
        for (int stage = 1; stage <= spec.Stages.Count; stage++)
        {
            int number = stage;
            yield return ClassFile.Write(
                spec,
                $"Layer{stage}",
                "",
                [],
                writer => EmitBlocks(writer, plan, plan.Stage(number))
            );
        }

        yield return ClassFile.Write(spec, "Layers", "", [], writer => LayerTableEmitter.Emit(writer, plan));
        if (NativeInterface.Of(plan) is { } native)
        {
            yield return ClassFile.Write(spec, "Native", "", [], writer => NativeEmitter.EmitFunctions(writer, native));
            yield return NativeEmitter.EmitHeader(spec, native);
        }
    }

    // An analyzer would ask the author of an open class for a Dispose that classes can override which derive from it.
    private static IEnumerable<string> Attributes(Spec spec) =>
        spec.Class.IsSealed
            ? []
            :
            [
                "[global::System.Diagnostics.CodeAnalysis.SuppressMessage(\"Design\", \"CA1063\", "
                    + "Justification = \"None derives from it: its constructor is private.\")]",
            ];

    /// <summary>The facts that are constants of the class, and members of <see cref="ModelInfo"/>.</summary>
    public static IEnumerable<(string Type, string Name, long Value, string Summary)> Facts(NetworkPlan plan)
    {
        ModelInfo info = plan.Info;
        return
        [
            .. info.HasClassifier
                ? new[]
                {
                    (
                        "int",
                        "Classes",
                        info.Classes,
                        "Classes the network tells apart: the length of one image's logits."
                    ),
                }
                : [],
            ("int", "InputChannels", info.InputChannels, "Planes of an image."),
            ("int", "InputHeight", info.InputHeight, "Rows of an image, in pixels."),
            ("int", "InputWidth", info.InputWidth, "Columns of an image, in pixels."),
            ("int", "Batch", info.Batch, "The most images one call takes."),
            (
                "int",
                "EmbeddingLength",
                info.EmbeddingLength,
                info.HasClassifier ? "Features before the classifier." : "Features of an image: what the network gives."
            ),
            ("long", "Parameters", info.Parameters, "Learned values, as PyTorch counts them."),
            ("long", "MultiplyAdds", info.MultiplyAdds, "Multiply-adds for one image."),
            (
                "long",
                "WorkspaceBytes",
                info.WorkspaceBytes,
                "Bytes of activations for a full batch: what each instance, or each of its threads, owns beside the "
                    + "shared weights."
            ),
        ];
    }

    private static void EmitModel(IndentedWriter writer, NetworkPlan plan)
    {
        EmitConstants(writer, plan);
        EmitInterface(writer, plan.Spec, plan.Info.HasClassifier);
        EmitWalk(writer, plan);
        writer.Line();
        EmitBlocks(writer, plan, plan.Blocks.Where(block => block.Stage <= 0));
    }

    private static void EmitConstants(IndentedWriter writer, NetworkPlan plan)
    {
        ModelInfo info = plan.Info;
        foreach ((string type, string name, long value, string summary) in Facts(plan))
        {
            Constant(type, name, Text.Literal(value), summary);
            if (name == "InputWidth")
            {
                Constant(
                    "int",
                    "InputLength",
                    "InputChannels * InputHeight * InputWidth",
                    $"Floats of an image: {info.InputChannels} planes of {info.InputHeight} rows of {info.InputWidth} "
                        + "values, normalised."
                );
            }
        }

        void Constant(string type, string name, string value, string summary)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            writer.Line($"public const {type} {name} = {value};");
            writer.Line();
        }
    }

    private static void EmitInterface(IndentedWriter writer, Spec spec, bool hasClassifier)
    {
        string name = spec.Class.GlobalName;
        writer.Line("private static readonly global::ResNetGen.ModelInfo _info = CreateInfo();");
        writer.Line();
        writer.Line("private readonly global::ResNetGen.Runtime.Engine _engine;");
        writer.Line();
        writer.Line($"private {spec.Class.Name}(global::ResNetGen.Runtime.Engine engine) => _engine = engine;");
        writer.Line();
        Inherited("public static global::ResNetGen.ModelInfo Network => _info;");
        Inherited("global::ResNetGen.ModelInfo global::ResNetGen.IImageModel.Network => _info;");
        Inherited("public int Threads => _engine.Threads;");
        Inherited(
            $"public static {name} Load(string path, int threads = 1) =>",
            "new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, path, threads));"
        );
        Inherited(
            $"public static {name} Load(",
            "string path,",
            "global::ResNetGen.Weights.WeightOptions options,",
            "int threads = 1) => new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, path, threads, options));"
        );
        Inherited(
            $"public static {name} Load(global::System.ReadOnlyMemory<byte> weights, int threads = 1) =>",
            "new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, weights, threads));"
        );
        Inherited(
            $"public static {name} Load(",
            "global::System.ReadOnlyMemory<byte> weights,",
            "global::ResNetGen.Weights.WeightOptions options,",
            "int threads = 1) => new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, weights, threads, options));"
        );
        if (spec.HasEmbeddedWeights)
        {
            EmitLoadEmbedded(writer, spec);
        }

        if (hasClassifier)
        {
            Inherited(
                "public void Forward(global::System.ReadOnlySpan<float> images, global::System.Span<float> logits) =>",
                "_engine.Forward(images, logits);"
            );
        }

        Inherited(
            "public void Embed(global::System.ReadOnlySpan<float> images, global::System.Span<float> embeddings) =>",
            "_engine.Embed(images, embeddings);"
        );
        Inherited(
            "public void FeatureMap(",
            "global::System.ReadOnlySpan<float> images,",
            "global::ResNetGen.FeatureMapInfo map,",
            "global::System.Span<float> values) => _engine.FeatureMap(images, map, values);"
        );
        Inherited(
            "public void Profile(",
            "global::System.ReadOnlySpan<float> images,",
            "global::System.Span<float> results,",
            "global::System.Span<global::System.TimeSpan> layers) => _engine.Profile(images, results, layers);"
        );
        Inherited($"public {name} Fork() => new(_engine.Fork());");
        Inherited("public void Dispose() => _engine.Dispose();");

        void Inherited(string head, params string[] rest)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line(head);
            using (writer.Indent())
            {
                foreach (string line in rest)
                {
                    writer.Line(line);
                }
            }

            writer.Line();
        }
    }

    private static void EmitLoadEmbedded(IndentedWriter writer, Spec spec)
    {
        writer.Line(
            "/// <summary>Loads the weights that the build packed into this assembly. "
                + "They are used where they are, unless they are stored in 16 bits.</summary>"
        );
        writer.Line(
            """/// <param name="threads">Threads that one run uses, the caller's included: 1 to 256, """
                + """or <see cref="Threads"/> if the process has fewer processors.</param>"""
        );
        writer.Line(
            """/// <exception cref="global::ResNetGen.Weights.WeightFileException">"""
                + "The assembly was built with another version of ResNetGen.</exception>"
        );
        writer.Line($"public static {spec.Class.GlobalName} LoadEmbedded(int threads = 1) =>");
        using (writer.Indent())
        {
            string resource = Text.Quote(EmbeddedModels.ResourceOf(spec.Class.FullName));
            string assembly = $"typeof({spec.Class.GlobalName}).Assembly";
            writer.Line(
                $"new(global::ResNetGen.Runtime.Engine.LoadEmbedded(_info, Walk, {assembly}, {resource}, threads));"
            );
        }

        writer.Line();
    }

    private static void EmitWalk(IndentedWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <summary>");
        writer.Line(
            "/// The network as one worker walks it: together with the others, whom it meets at each <c>Sync</c>, or"
        );
        writer.Line("/// alone for images of its own.");
        writer.Line("/// </summary>");
        writer.Line(ClassFile.GeneratedCode);
        using (writer.OpenBlock("private static void Walk(in global::ResNetGen.Runtime.Worker w)"))
        {
            writer.Line("// The maps that a caller can ask for. The walk ends behind the one that it asked for.");
            IEnumerable<string> levels = plan
                .Blocks.Select(block => LevelOf(plan, block))
                .Where(level => level >= 0)
                .Select(level => $"{Level(plan, level)} = {level}");
            writer.Line($"const int {string.Join(", ", levels)};");
            writer.Line();
            if (plan.ImagewiseBlocks > 0)
            {
                writer.Line(
                    "// One image's large maps stay in the cache, a batch of them does not. A caller who wants a map has one image."
                );
                using (writer.OpenBlock("for (int image = 0; image < w.ImageCount; image++)"))
                {
                    writer.Line("global::ResNetGen.Runtime.Worker one = w.OneImage(image, InputLength);");
                    EmitCalls(writer, plan, plan.Blocks.Take(plan.ImagewiseBlocks), "one");
                }

                writer.Line();
                EmitReturn(writer, plan, plan.Blocks[plan.ImagewiseBlocks - 1]);
            }

            EmitCalls(writer, plan, plan.Blocks.Skip(plan.ImagewiseBlocks), "w");
        }
    }

    private static void EmitCalls(
        IndentedWriter writer,
        NetworkPlan plan,
        IEnumerable<BlockGraph> blocks,
        string worker
    )
    {
        BlockGraph[] all = [.. blocks];
        foreach (BlockGraph block in all)
        {
            writer.Line($"{BlockEmitter.MethodName(block)}({worker});{Shape(block)}");

            // Behind the last block of the loop over images, the return stands behind the loop.
            if (worker == "w" || block != all[all.Length - 1])
            {
                EmitReturn(writer, plan, block);
            }
        }
    }

    /// <summary>Behind a feature map, a caller may have asked for no more.</summary>
    private static void EmitReturn(IndentedWriter writer, NetworkPlan plan, BlockGraph block)
    {
        if (LevelOf(plan, block) is >= 0 and int level)
        {
            using (writer.OpenBlock($"if (w.LastFeatureMap <= {Level(plan, level)})"))
            {
                writer.Line("return;");
            }

            writer.Line();
        }
    }

    private static int LevelOf(NetworkPlan plan, BlockGraph block) => plan.LevelOf(block.Output);

    /// <summary>The constant of a feature map: its name.</summary>
    private static string Level(NetworkPlan plan, int level) => plan.Graph.FeatureMaps[level].Name;

    /// <summary>The shape of the map, behind the first block that gives it.</summary>
    private static string Shape(BlockGraph block) =>
        block.Output is Activation y && (block.Stage == 0 || block.Name.EndsWith(".0", StringComparison.Ordinal))
            ? $" // {y.Channels} x {y.Height} x {y.Width}"
            : "";

    private static void EmitBlocks(IndentedWriter writer, NetworkPlan plan, IEnumerable<BlockGraph> blocks)
    {
        BlockEmitter emitter = new(plan, writer);
        bool isFirst = true;
        foreach (BlockGraph block in blocks)
        {
            if (!isFirst)
            {
                writer.Line();
            }

            isFirst = false;
            emitter.Emit(block);
        }
    }
}
