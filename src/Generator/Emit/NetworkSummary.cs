using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>The network as a table in the documentation of its class.</summary>
internal static class NetworkSummary
{
    // Numbers stand to the right of their columns: channels, rows, columns, multiply-adds.
    private static readonly bool[] IsNumber = [false, false, true, true, true, true, false];

    private static readonly string[] Gaps = ["  ", "   ", " x ", " x ", "   ", "   ", ""];

    public static IReadOnlyList<string> Documentation(NetworkPlan plan)
    {
        string[][] rows = [.. plan.Blocks.GroupBy(block => block.Stage).Select(part => Row(plan, part.Key, [.. part]))];
        int[] widths = [.. IsNumber.Select((_, column) => rows.Max(row => row[column].Length))];
        ModelInfo info = plan.Info;
        return
        [
            .. plan.Spec.Class.IsDocumented ? [] : new[] { $"/// <summary>{Summary(plan)}</summary>" },
            "/// <remarks>",
            "/// <code>",
            .. rows.Select(row => "/// " + Line(row, widths)),
            "///",
            $"/// {Text.Number(info.Parameters)} parameters · {Text.MultiplyAdds(info.MultiplyAdds)} multiply-adds · "
                + $"workspace {Text.Bytes(info.WorkspaceBytes)}"
                + (NativeInterface.Of(plan) is { } native ? $" · C functions in {native.HeaderName}" : ""),
            "/// </code>",
            "/// </remarks>",
        ];
    }

    private static string Summary(NetworkPlan plan)
    {
        Spec spec = plan.Spec;
        string classes = $"{Text.Number(spec.Classes)} {(spec.Classes == 1 ? "class" : "classes")}";
        string result = plan.Info.HasClassifier ? classes : $"{Text.Number(plan.Info.EmbeddingLength)} features";
        string name = DepthPreset.DepthOf(spec.BlockType, spec.Stages) is { } depth ? $"ResNet-{depth}" : "ResNet";
        return $"A {name} of {Text.Kind(spec.BlockType)} blocks ({string.Join(", ", spec.Stages)}): images of {spec.InputChannels} x "
            + $"{spec.InputHeight} x {spec.InputWidth}, {result}.";
    }

    private static string Line(string[] row, int[] widths)
    {
        // The head has no map, and so nothing between the columns either.
        bool hasShape = row[2].Length > 0;
        return string.Concat(
                row.Select(
                    (cell, column) =>
                        (IsNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))
                        + (hasShape ? Gaps[column] : new string(' ', Gaps[column].Length))
                )
            )
            .TrimEnd();
    }

    private static string[] Row(NetworkPlan plan, int stage, BlockGraph[] blocks)
    {
        LayerInfo[] layers = [.. blocks.SelectMany(plan.LayersOf)];
        string multiplyAdds = Text.MultiplyAdds(layers.Sum(layer => layer.MultiplyAdds));
        if (stage < 0)
        {
            int features = plan.Info.EmbeddingLength;
            return plan.Info.HasClassifier
                ? ["avgpool, fc", $"{features} -> {plan.Info.Classes}", "", "", "", multiplyAdds, ""]
                : ["avgpool", $"{features} features", "", "", "", "", ""];
        }

        LayerInfo y = layers[layers.Length - 1];
        string name = stage == 0 ? "conv1" : $"layer{stage}";
        string what = stage == 0 ? Stem(plan.Shape.Stem) : Stage(plan.Shape.Stages[stage - 1], stage);
        return [name, what, $"{y.OutChannels}", $"{y.Height}", $"{y.Width}", multiplyAdds, Algorithms(layers)];
    }

    /// <summary>What a stem does: <c>7x7/2, max pool 3x3/2, 3 -> 64</c>.</summary>
    public static string Stem(StemShape stem)
    {
        ConvolutionNode node = stem.Convolution;
        string stride = node.Stride > 1 ? $"/{node.Stride}" : "";
        string pool = stem.HasPool ? ", max pool 3x3/2" : "";
        return $"{node.Kernel}x{node.Kernel}{stride}{pool}, {node.Input.Channels} -> {node.OutChannels}";
    }

    private static string Stage(IReadOnlyList<BlockShape> blocks, int stage)
    {
        int groups = blocks[0].Convolutions.Max(node => node.Groups);
        string shortcut = blocks[0].Shortcut == ShortcutKind.Identity ? "" : $", {Text.Shortcut(blocks[0].Shortcut)}";
        bool areMany = blocks.Count > 1 && blocks[1].Shortcut != ShortcutKind.Identity;
        return $"{blocks.Count} {Text.Kind(blocks[0].Type)} block{(blocks.Count == 1 ? "" : "s")}"
            + $"{(groups > 1 ? $" of {groups} groups" : "")}{(stage > 1 ? ", /2" : "")}{shortcut}{(areMany ? "s" : "")}";
    }

    private static string Algorithms(LayerInfo[] layers)
    {
        AlgorithmChoice[] choices = [.. layers.Select(layer => layer.Algorithms).OfType<AlgorithmChoice>().Distinct()];

        // A choice that differs by width has commas of its own.
        return string.Join(
            choices.All(choice => choice.IsUniform) ? ", " : "; ",
            choices.Select(choice => choice.ToString())
        );
    }
}
