using System.Collections.Immutable;
using ResNetGen.Generator.Plan;
using Buffer = ResNetGen.Generator.Plan.Buffer;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes a block of the network as one method: its tensors, then its layers in order, a barrier behind each phase.
/// </summary>
internal sealed class BlockEmitter(NetworkPlan plan, IndentedWriter writer)
{
    /// <summary>
    /// The method of a block: <c>Layer2_0</c> for <c>layer2.0</c>. Not <c>Stem</c>: attributes of a class see its
    /// members, and <c>Stem = Stem.Conv3x3</c> would mean the method.
    /// </summary>
    public static string MethodName(BlockGraph block) =>
        block.Stage switch
        {
            0 => "StemBlock",
            -1 => "HeadBlock",
            _ => "L" + block.Name.Substring(1).Replace('.', '_'),
        };

    public void Emit(BlockGraph block)
    {
        writer.Line($"/// <summary>{Summary(block)}</summary>");
        writer.Line($"/// <remarks>{Formula(block)}</remarks>");
        writer.Line(ClassFile.GeneratedCode);
        using (writer.OpenBlock($"private static void {MethodName(block)}(in global::ResNetGen.Runtime.Worker w)"))
        {
            CallScope scope = new(plan, DeclareBuffers(block));
            ImmutableArray<ImmutableArray<Operation>> phases = block.Phases;
            for (int phase = 0; phase < phases.Length; phase++)
            {
                bool isLast = phase == phases.Length - 1;
                foreach (Operation operation in phases[phase])
                {
                    writer.Line();
                    foreach (string line in operation.Comment)
                    {
                        writer.Line($"// {line}");
                    }

                    operation.Emit(writer, scope);
                }

                // Nothing reads behind the last layer but the caller, who waits for all workers anyway.
                if (!isLast || block.Output != plan.Graph.Result)
                {
                    writer.Line("w.Sync();");
                }

                if (!isLast)
                {
                    EmitReturns(phases[phase]);
                }
            }
        }
    }

    /// <summary>One line on a block, for its documentation.</summary>
    private string Summary(BlockGraph block)
    {
        if (block.Shape is not { } shape)
        {
            return block.Stage == 0
                ? $"The stem: {NetworkSummary.Stem(plan.Shape.Stem)}."
                : $"The head: global average pooling{(plan.Info.HasClassifier ? ", classifier" : "")}.";
        }

        (MapShape x, MapShape y) = (shape.Input, shape.Output);
        string channels =
            x.Channels == y.Channels ? $"{x.Channels} channels" : $"{x.Channels} -> {y.Channels} channels";
        string size =
            (x.Height, x.Width) == (y.Height, y.Width)
                ? $"{x.Height}x{x.Width}"
                : $"{x.Height}x{x.Width} -> {y.Height}x{y.Width}";
        return $"{block.Name}: {Text.Kind(shape.Type)} block, {channels}, {size}, {Text.Shortcut(shape.Shortcut)} shortcut.";
    }

    /// <summary>What it computes: <c>y = relu(conv2(relu(conv1(x))) + x)</c>.</summary>
    private static string Formula(BlockGraph block)
    {
        string Of(Buffer buffer) =>
            block.Operations.FirstOrDefault(operation => operation.Writes == buffer)?.Formula(Of) ?? "x";

        return $"<c>{block.Output.Role} = {Of(block.Output)}</c>";
    }

    private Dictionary<Buffer, string> DeclareBuffers(BlockGraph block)
    {
        Dictionary<Buffer, string> names = [];
        bool imagewise = plan.IsImagewise(block);
        HashSet<Buffer> written = [.. block.Operations.SelectMany(operation => operation.MayWrite)];
        foreach (
            Buffer buffer in block
                .Operations.SelectMany(operation => operation.Reads.Concat(operation.MayWrite))
                .Distinct()
        )
        {
            string name = written.Contains(buffer) ? buffer.Role : "x";
            names.Add(buffer, name);
            BufferPlace place = plan.Place(buffer);
            string ofBatch = imagewise && place.Images > 1 ? ", ofBatch: true" : "";
            string arguments = $"offset: {Text.Literal(place.Offset)}, {buffer.Arguments(place.Halo)}{ofBatch}";
            writer.Line($"global::ResNetGen.Runtime.{buffer.TypeName} {name} = w.{buffer.TypeName}({arguments});");
        }

        return names;
    }

    /// <summary>Inside a block a caller may have asked for no more.</summary>
    private void EmitReturns(IReadOnlyList<Operation> phase)
    {
        foreach (Operation operation in phase)
        {
            if (operation.Writes == plan.Graph.Embedding)
            {
                EmitReturn("!w.WantsLogits", "The caller asked for the embedding.");
            }
            else if (plan.LevelOf(operation.Writes) is >= 0 and int level)
            {
                EmitReturn(
                    $"w.LastFeatureMap == {level}",
                    $"The caller asked for {plan.Graph.FeatureMaps[level].Name}, the map before the pool."
                );
            }
        }
    }

    private void EmitReturn(string condition, string comment)
    {
        writer.Line();
        using (writer.OpenBlock($"if ({condition})"))
        {
            writer.Line($"return; // {comment}");
        }
    }
}
