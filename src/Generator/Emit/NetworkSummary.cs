using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>The network as a table in the documentation of its class.</summary>
internal static class NetworkSummary
{
    public static IReadOnlyList<string> Remarks(NetworkPlan plan)
    {
        List<string> lines = ["/// <remarks>", "/// <code>"];
        foreach (IGrouping<int, BlockPlan> part in plan.Blocks.GroupBy(block => block.Stage))
        {
            lines.Add("/// " + Row(plan, part.Key, [.. part]));
        }

        lines.Add("///");
        lines.Add($"/// {Text.Number(plan.Parameters)} parameters · {Text.MultiplyAdds(plan.MultiplyAdds)} multiply-adds · workspace {Text.Bytes(plan.WorkspaceFloats * sizeof(float))}");
        lines.Add("/// </code>");
        lines.Add("/// </remarks>");
        return lines;
    }

    private static string Row(NetworkPlan plan, int stage, BlockPlan[] blocks)
    {
        long multiplyAdds = blocks.SelectMany(block => block.Operations).Sum(operation => operation.MultiplyAdds);
        if (stage < 0)
        {
            return Columns("avgpool, fc", $"{plan.Embedding.Count} -> {plan.Logits.Count}", "", multiplyAdds, "");
        }

        Activation output = (Activation)blocks[blocks.Length - 1].Phases.Last()[0].Writes;
        string shape = $"{output.Channels,5} x {output.Height,3} x {output.Width,3}";
        if (stage == 0)
        {
            string stem = plan.Spec.Stem == Stem.Conv7x7 ? "7x7/2, max pool 3x3/2" : "3x3";
            return Columns("conv1", $"{stem}, {plan.Spec.InputChannels} -> {output.Channels}", shape, multiplyAdds, "stem");
        }

        string kind = plan.Spec.BlockType == BlockType.Basic ? "basic" : "bottleneck";
        string options = stage > 1 ? ", /2" : "";
        string algorithms = string.Join(", ", blocks
            .SelectMany(block => block.Operations.OfType<Convolution>())
            .Select(convolution => BlockEmitter.Name(convolution.Algorithm))
            .Distinct());
        return Columns($"layer{stage}", $"{blocks.Length} {kind} block{(blocks.Length == 1 ? "" : "s")}{options}", shape, multiplyAdds, algorithms);
    }

    private static string Columns(string name, string what, string shape, long multiplyAdds, string how) =>
        $"{name,-12} {what,-34} {shape,-17} {Text.MultiplyAdds(multiplyAdds),9}   {how}".TrimEnd();
}
