using ResNetGen.Generator.Plan;

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
    public static string MethodName(BlockPlan block) =>
        block.Stage switch
        {
            0 => "StemBlock",
            -1 => "HeadBlock",
            _ => "L" + block.Name.Substring(1).Replace('.', '_'),
        };

    public void Emit(BlockPlan block)
    {
        writer.Line($"/// <summary>{Summary(block)}</summary>");
        using (writer.OpenBlock($"private static void {MethodName(block)}(in global::ResNetGen.Runtime.Worker w)"))
        {
            Dictionary<Plan.Buffer, string> names = DeclareBuffers(block);
            for (int phase = 0; phase < block.Phases.Length; phase++)
            {
                foreach (Operation operation in block.Phases[phase])
                {
                    writer.Line();
                    writer.Line($"// {Describe(operation)}");
                    writer.Line(Call(operation, names));
                }

                // Nothing reads behind the last layer but the caller, who waits for all workers anyway.
                if (block.Stage >= 0 || phase < block.Phases.Length - 1)
                {
                    writer.Line("w.Sync();");
                }

                EmitReturns(block, phase);
            }
        }
    }

    /// <summary>One line on a block, for its documentation.</summary>
    private static string Summary(BlockPlan block)
    {
        Operation[] operations = [.. block.Operations];
        if (block.Stage == 0)
        {
            return operations.Any(operation => operation is MaxPool or StemWinograd)
                ? "The stem: 7x7 convolution with stride 2, 3x3 max pooling with stride 2."
                : "The stem: 3x3 convolution.";
        }

        if (block.Stage < 0)
        {
            return "The head: global average pooling, classifier.";
        }

        Convolution[] convolutions = [.. operations.OfType<Convolution>().Where(convolution => convolution.Relu)];
        Activation x = convolutions[0].Input;
        Activation y = convolutions[convolutions.Length - 1].Output;
        string kind = convolutions.Length == 2 ? "basic" : "bottleneck";
        string channels =
            x.Channels == y.Channels ? $"{x.Channels} channels" : $"{x.Channels} -> {y.Channels} channels";
        string size = x.Height == y.Height && x.Width == y.Width ? Text.Size(x) : $"{Text.Size(x)} -> {Text.Size(y)}";
        string shortcut = block.Shortcut switch
        {
            null => "identity",
            ZeroPadShortcut => "zero-padded",
            _ => "projection",
        };
        return $"{block.Name}: {kind} block, {channels}, {size}, {shortcut} shortcut.";
    }

    private Dictionary<Plan.Buffer, string> DeclareBuffers(BlockPlan block)
    {
        Dictionary<Plan.Buffer, string> names = [];
        bool imagewise = plan.Blocks.IndexOf(block) < plan.ImagewiseBlocks;
        HashSet<Plan.Buffer> written = [.. block.Operations.SelectMany(operation => operation.MayWrite)];
        foreach (
            Plan.Buffer buffer in block.Operations.SelectMany(operation => operation.Reads.Concat(operation.MayWrite))
        )
        {
            if (names.ContainsKey(buffer))
            {
                continue;
            }

            string name = !written.Contains(buffer) ? "x" : Role(buffer);
            names.Add(buffer, name);
            string value = Declare(buffer, ofBatch: imagewise && buffer.Images > 1);
            writer.Line($"global::ResNetGen.Runtime.{TypeName(buffer)} {name} = w.{value};");
        }

        return names;
    }

    private string Role(Plan.Buffer buffer) =>
        buffer switch
        {
            Activation activation => activation.Role,
            InputPlanes => "images",
            _ => buffer == plan.Embedding ? "embedding" : "logits",
        };

    private static string Declare(Plan.Buffer buffer, bool ofBatch) =>
        TypeName(buffer)
        + buffer switch
        {
            Activation a =>
                $"(offset: {Text.Literal(a.Offset)}, channels: {a.Channels}, height: {a.Height}, width: {a.Width}, halo: {a.Halo}"
                    + (ofBatch ? ", ofBatch: true)" : ")"),
            InputPlanes p =>
                $"(offset: {Text.Literal(p.Offset)}, channels: {p.Channels}, height: {p.Height}, width: {p.Width}, border: {p.Border})",
            Features f => $"(offset: {Text.Literal(f.Offset)}, count: {f.Count})",
            _ => throw new InvalidOperationException(),
        };

    /// <summary>The runtime's type for a buffer, and the worker's method that gives it.</summary>
    private static string TypeName(Plan.Buffer buffer) =>
        buffer switch
        {
            Activation => "Activation",
            InputPlanes => "InputPlanes",
            Features => "Features",
            _ => throw new InvalidOperationException(),
        };

    private static string Describe(Operation operation) =>
        operation switch
        {
            PadInput => "input: a border of zeros",
            StemConvolution c =>
                $"{c.Name} + {c.BatchNorm} + relu: {Kernel(c.Kernel, c.Stride)}, {c.Input.Channels} -> {c.Output.Channels}, "
                    + $"{(c.Stride > 1 ? $"{c.Input.Height}x{c.Input.Width} -> " : "")}{Text.Size(c.Output)}, {Text.MultiplyAdds(c.MultiplyAdds)} multiply-adds",
            StemWinograd c =>
                $"{c.Name} + {c.BatchNorm} + relu: {Kernel(c.Kernel, c.Stride)}, {c.Channels} -> {c.Output.Channels}, "
                    + $"{c.Height}x{c.Width} -> {Text.Size(c.Output)}, {Name(Algorithm.StemWinograd)}, {Text.MultiplyAdds(c.MultiplyAdds)} multiply-adds; "
                    + $"maxpool: 3x3/2 -> {Text.Size(c.Pooled)}",
            Convolution c =>
                $"{c.Name} + {InBlock(c.BatchNorm)}{(c.Residual is null ? "" : " + shortcut")}{(c.Relu ? " + relu" : "")}: "
                    + $"{Kernel(c.Kernel, c.Stride)}, {c.Input.Channels} -> {c.Output.Channels}{(c.Groups > 1 ? $" in {c.Groups} groups" : "")}, "
                    + $"{(c.Stride > 1 ? $"{Text.Size(c.Input)} -> " : "")}{Text.Size(c.Output)}, {Name(c.Algorithm)}, "
                    + $"{Text.MultiplyAdds(c.MultiplyAdds)} multiply-adds",
            MaxPool p => $"maxpool: 3x3/2, {Text.Size(p.Input)} -> {Text.Size(p.Output)}",
            ZeroPadShortcut s => $"shortcut: {(s.Stride > 1 ? "every second row and column, " : "")}"
                + $"{s.ChannelsBefore} zero channels before, {s.Output.Channels - s.Input.Channels - s.ChannelsBefore} after",
            GlobalAveragePool p => $"avgpool: {p.Input.Channels} x {Text.Size(p.Input)} -> {p.Input.Channels}",
            Linear l =>
                $"{l.Name}: {l.Input.Count} -> {l.Output.Count}, {Text.MultiplyAdds(l.MultiplyAdds)} multiply-adds",
            _ => throw new InvalidOperationException(),
        };

    /// <summary>A name without its block, which stands before it: <c>bn1</c> of <c>layer1.0.bn1</c>.</summary>
    private static string InBlock(string name) => name.Substring(name.IndexOf('.', name.IndexOf('.') + 1) + 1);

    private static string Call(Operation operation, Dictionary<Plan.Buffer, string> names) =>
        operation switch
        {
            PadInput p => $"w.PadImages({names[p.Planes]});",
            StemConvolution c =>
                $"w.ConvolveImages({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}, "
                    + $"kernel: {c.Kernel}, stride: {c.Stride});",
            StemWinograd c =>
                $"w.ConvolveAndPoolImages(channels: {c.Channels}, height: {c.Height}, width: {c.Width}, weights: {Text.Literal(c.WeightsOffset)}, "
                    + $"{names[c.Output]}, {names[c.Pooled]});",
            Convolution { OutputTile: > 0 } c =>
                $"w.ConvolveWinograd({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}, m: {c.OutputTile}"
                    + (c.Stride == 1 ? "" : $", stride: {c.Stride}")
                    + (c.Residual is null ? "" : $", residual: {names[c.Residual]}")
                    + (c.Relu ? ", relu: true" : "")
                    + ");",
            Convolution { Algorithm: Algorithm.Winograd4FromTaps } c =>
                $"w.ConvolveWinogradFromTaps({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}"
                    + (c.Residual is null ? "" : $", residual: {names[c.Residual]}")
                    + (c.Relu ? ", relu: true" : "")
                    + ");",
            Convolution { Algorithm: Algorithm.Grouped } c =>
                $"w.ConvolveGroups({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}, "
                    + $"groupWidth: {c.Input.Channels / c.Groups}"
                    + (c.Stride == 1 ? "" : $", stride: {c.Stride}")
                    + (c.Relu ? ", relu: true" : "")
                    + ");",
            Convolution { Algorithm: Algorithm.ZeroSkipping } c =>
                $"w.ConvolveSkippingZeros({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}"
                    + (c.Kernel == 1 ? "" : $", kernel: {c.Kernel}")
                    + (c.Stride == 1 ? "" : $", stride: {c.Stride}")
                    + (c.Residual is null ? "" : $", residual: {names[c.Residual]}")
                    + (c.Relu ? ", relu: true" : "")
                    + ");",
            Convolution c => $"w.Convolve({names[c.Input]}, weights: {Text.Literal(c.WeightsOffset)}, {names[c.Output]}"
                + (c.Kernel == 1 ? "" : $", kernel: {c.Kernel}")
                + (c.Stride == 1 ? "" : $", stride: {c.Stride}")
                + (c.Groups == 1 ? "" : $", groups: {c.Groups}")
                + (c.Residual is null ? "" : $", residual: {names[c.Residual]}")
                + (c.Relu ? ", relu: true" : "")
                + ");",
            MaxPool p => $"w.MaxPool3x3({names[p.Input]}, {names[p.Output]});",
            ZeroPadShortcut s =>
                $"w.PadChannels({names[s.Input]}, {names[s.Output]}, channelsBefore: {s.ChannelsBefore}, stride: {s.Stride});",
            GlobalAveragePool p => $"w.AveragePool({names[p.Input]}, {names[p.Output]});",
            Linear l => $"w.Linear({names[l.Input]}, weights: {Text.Literal(l.WeightsOffset)}, {names[l.Output]});",
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Inside the stem and the head a caller may have asked for no more.</summary>
    private void EmitReturns(BlockPlan block, int phase)
    {
        if (phase == block.Phases.Length - 1)
        {
            return;
        }

        Operation last = block.Phases[phase][0];
        if (last is StemConvolution)
        {
            EmitReturn("w.LastFeatureMap == 0", "The caller asked for the map before the pool.");
        }
        else if (last is GlobalAveragePool)
        {
            EmitReturn("!w.WantsLogits", "The caller asked for the embedding.");
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

    private static string Kernel(int kernel, int stride) =>
        stride == 1 ? $"{kernel}x{kernel}" : $"{kernel}x{kernel}/{stride}";

    public static string Name(Algorithm algorithm) =>
        algorithm switch
        {
            Algorithm.Direct => "direct",
            Algorithm.Grouped => "grouped",
            Algorithm.ZeroSkipping => "zero-skipping",
            Algorithm.Winograd2 => "Winograd F(2x2)",
            Algorithm.Winograd4 => "Winograd F(4x4)",
            Algorithm.Winograd4FromTaps => "Winograd F(4x4) taps",
            Algorithm.WinogradStride2 => "Winograd F(2x2)/2",
            Algorithm.Winograd4Stride2 => "Winograd F(4x4)/2",
            Algorithm.StemWinograd => "Winograd F(4x4,4x4)",
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };
}
