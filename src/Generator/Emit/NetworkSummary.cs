using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>The network as a table in the documentation of its class.</summary>
internal static class NetworkSummary
{
    // Numbers stand to the right of their columns: channels, rows, columns, multiply-adds.
    private static readonly bool[] IsNumber = [false, false, true, true, true, true, false];

    private static readonly string[] Gaps = ["  ", "   ", " x ", " x ", "   ", "   ", ""];

    public static IReadOnlyList<string> Remarks(NetworkPlan plan)
    {
        string[][] rows = [.. plan.Blocks.GroupBy(block => block.Stage).Select(part => Row(plan, part.Key, [.. part]))];
        int[] widths = [.. IsNumber.Select((_, column) => rows.Max(row => row[column].Length))];
        return
        [
            "/// <remarks>",
            "/// <code>",
            .. rows.Select(row => "/// " + Line(row, widths)),
            "///",
            $"/// {Text.Number(plan.Parameters)} parameters · {Text.MultiplyAdds(plan.MultiplyAdds)} multiply-adds · "
                + $"workspace {Text.Bytes(plan.WorkspaceFloats * sizeof(float))}"
                + (NativeInterface.Of(plan) is { } native ? $" · C functions in {native.HeaderName}" : ""),
            "/// </code>",
            "/// </remarks>",
        ];
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

    private static string[] Row(NetworkPlan plan, int stage, BlockPlan[] blocks)
    {
        string multiplyAdds = Text.MultiplyAdds(
            blocks.SelectMany(block => block.Operations).Sum(operation => operation.MultiplyAdds)
        );
        if (stage < 0)
        {
            return ["avgpool, fc", $"{plan.Embedding.Count} -> {plan.Logits.Count}", "", "", "", multiplyAdds, ""];
        }

        Activation y = (Activation)blocks[blocks.Length - 1].Phases.Last()[0].Writes;
        (string name, string what, string how) =
            stage == 0
                ? ("conv1", Stem(plan.Spec, y), Algorithms(blocks))
                : ($"layer{stage}", Stage(plan.Spec, blocks), Algorithms(blocks));
        return [name, what, $"{y.Channels}", $"{y.Height}", $"{y.Width}", multiplyAdds, how];
    }

    private static string Stem(Spec spec, Activation output) =>
        $"{(spec.Stem == ResNetGen.Stem.Conv7x7 ? "7x7/2, max pool 3x3/2" : "3x3")}, {spec.InputChannels} -> {output.Channels}";

    private static string Stage(Spec spec, BlockPlan[] blocks)
    {
        string kind = spec.BlockType == BlockType.Basic ? "basic" : "bottleneck";
        string groups = spec.Groups > 1 ? $" of {spec.Groups} groups" : "";
        string stride = blocks[0].Stage > 1 ? ", /2" : "";
        Operation? shortcut = blocks[0].Shortcut;
        string projection = shortcut switch
        {
            null => "",
            ZeroPadShortcut => ", zero-padded",
            _ => spec.Shortcut == Shortcut.ProjectionAlways && blocks.Length > 1 ? ", projections" : ", projection",
        };
        return $"{blocks.Length} {kind} block{(blocks.Length == 1 ? "" : "s")}{groups}{stride}{projection}";
    }

    private static string Algorithms(BlockPlan[] blocks) =>
        string.Join(
            ", ",
            blocks
                .SelectMany(block => block.Operations)
                .Select(operation =>
                    operation switch
                    {
                        Convolution convolution => BlockEmitter.Name(convolution.Algorithm),
                        StemConvolution => BlockEmitter.Name(Algorithm.Direct),
                        StemWinograd => BlockEmitter.Name(Algorithm.StemWinograd),
                        _ => null,
                    }
                )
                .OfType<string>()
                .Distinct()
        );
}
