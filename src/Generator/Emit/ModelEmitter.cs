using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>Writes a network as C#: one file for the model, one for each stage, one for the table of layers.</summary>
internal static class ModelEmitter
{
    public static IEnumerable<SourceFile> Emit(NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        yield return ClassFile.Write(
            spec, "", $"global::ResNetGen.IImageModel<{spec.Class.Name}>", NetworkSummary.Remarks(plan), writer => EmitModel(writer, plan));
        for (int stage = 1; stage <= spec.Stages.Count; stage++)
        {
            int number = stage;
            yield return ClassFile.Write(spec, $"Layer{stage}", "", [], writer => EmitBlocks(writer, plan, plan.Stage(number)));
        }

        yield return ClassFile.Write(spec, "Layers", "", [], writer => LayerTableEmitter.Emit(writer, plan));
    }

    private static void EmitModel(IndentedWriter writer, NetworkPlan plan)
    {
        EmitConstants(writer, plan);
        EmitInterface(writer, plan.Spec.Class.Name);
        EmitWalk(writer, plan);
        writer.Line();
        EmitBlocks(writer, plan, plan.Blocks.Where(block => block.Stage <= 0));
    }

    private static void EmitConstants(IndentedWriter writer, NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        Constant("int", "Classes", spec.Classes, "Classes the network tells apart: the length of one image's logits.");
        Constant("int", "InputChannels", spec.InputChannels, "Planes of an image.");
        Constant("int", "InputHeight", spec.InputHeight, "Rows of an image, in pixels.");
        Constant("int", "InputWidth", spec.InputWidth, "Columns of an image, in pixels.");
        Constant(
            "int",
            "InputLength",
            (long)spec.InputChannels * spec.InputHeight * spec.InputWidth,
            $"Floats of an image: {spec.InputChannels} planes of {spec.InputHeight} rows of {spec.InputWidth} values, normalised.");
        Constant("int", "MaxBatch", spec.Batch, "The most images one call takes.");
        Constant("int", "EmbeddingLength", plan.Embedding.Count, "Features before the classifier.");
        Constant("long", "Parameters", plan.Parameters, "Learned values, as PyTorch counts them.");
        Constant("long", "MultiplyAdds", plan.MultiplyAdds, "Products for one image.");
        Constant("long", "WorkspaceBytes", plan.WorkspaceFloats * sizeof(float), "Bytes of activations: what each instance owns beside the shared weights.");

        void Constant(string type, string name, long value, string summary)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            writer.Line($"public const {type} {name} = {Text.Literal(value)};");
            writer.Line();
        }
    }

    private static void EmitInterface(IndentedWriter writer, string name)
    {
        writer.Line("private static readonly global::ResNetGen.ModelInfo _info = CreateInfo();");
        writer.Line();
        writer.Line("private readonly global::ResNetGen.Runtime.Engine _engine;");
        writer.Line();
        writer.Line($"private {name}(global::ResNetGen.Runtime.Engine engine) => _engine = engine;");
        writer.Line();
        Inherited("public static global::ResNetGen.ModelInfo Network => _info;");
        Inherited("public global::ResNetGen.ModelInfo Info => _info;");
        Inherited($"public static {name} Load(string path, int threads = 1) => new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, path, threads));");
        Inherited(
            $"public static {name} Load(global::System.ReadOnlyMemory<byte> safetensors, int threads = 1) => new(global::ResNetGen.Runtime.Engine.Load(_info, Walk, safetensors, threads));");
        Inherited("public void Forward(global::System.ReadOnlySpan<float> images, global::System.Span<float> logits) => _engine.Forward(images, logits);");
        Inherited("public void Embed(global::System.ReadOnlySpan<float> images, global::System.Span<float> embeddings) => _engine.Embed(images, embeddings);");
        Inherited(
            "public void FeatureMap(global::System.ReadOnlySpan<float> images, int level, global::System.Span<float> map) => _engine.FeatureMap(images, level, map);");
        Inherited(
            "public void Profile(global::System.ReadOnlySpan<float> images, global::System.Span<float> logits, global::System.Span<global::System.TimeSpan> layers) => "
            + "_engine.Profile(images, logits, layers);");
        Inherited($"public {name} Fork() => new(_engine.Fork());");
        Inherited("public void Dispose() => _engine.Dispose();");

        void Inherited(string member)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line(member);
            writer.Line();
        }
    }

    private static void EmitWalk(IndentedWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <summary>The network as one worker walks it; all workers walk it together and meet at each <c>Sync</c>.</summary>");
        using (writer.OpenBlock("private static void Walk(in global::ResNetGen.Runtime.Worker w)"))
        {
            Dictionary<Plan.Buffer, int> levels = plan.FeatureMaps.Select((map, index) => (map, index)).ToDictionary(pair => (Plan.Buffer)pair.map.Activation, pair => pair.index);
            foreach (BlockPlan block in plan.Blocks)
            {
                writer.Line($"{BlockEmitter.MethodName(block)}(w);");
                if (levels.TryGetValue(block.Phases[block.Phases.Length - 1][0].Writes, out int level))
                {
                    writer.Line();
                    using (writer.OpenBlock($"if (w.LastFeatureMap <= {level})"))
                    {
                        writer.Line($"return; // The caller asked for {plan.FeatureMaps[level].Name}.");
                    }

                    writer.Line();
                }
            }
        }
    }

    private static void EmitBlocks(IndentedWriter writer, NetworkPlan plan, IEnumerable<BlockPlan> blocks)
    {
        BlockEmitter emitter = new(plan, writer);
        bool first = true;
        foreach (BlockPlan block in blocks)
        {
            if (!first)
            {
                writer.Line();
            }

            first = false;
            emitter.Emit(block);
        }
    }
}
