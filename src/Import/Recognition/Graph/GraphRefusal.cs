using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Says which node of a graph is not as a declared ResNet has it, and what kind of network that
/// makes.</summary>
internal static class GraphRefusal
{
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="expected">What was expected in its place.</param>
    /// <param name="found">What it is, if its operator does not say it.</param>
    /// <param name="trait">What that makes of the network.</param>
    /// <param name="advice">What to do, if the network is not another one.</param>
    public static WeightFileException At(
        Graph graph,
        GraphNode node,
        string expected,
        string? found = null,
        string? trait = null,
        string? advice = null
    ) =>
        new(
            graph.File,
            $"node {Quoted.Text(node.Name)} is {found ?? Article(node.Operator)}, where {expected} is expected",
            Judge(graph, trait, advice ?? Fold(node))
        );

    private static string? Fold(GraphNode node) =>
        node.Inputs.FirstOrDefault(input => !input.ReadsImages) is { } computed
            ? $"It reads {Quoted.Text(computed.Name)}, which depends on no image: export the network with its constants folded."
            : null;

    /// <summary>What kind of network it is.</summary>
    private static string Judge(Graph graph, string? trait, string? advice)
    {
        (List<string> foreign, List<string> variants) = GraphTraits.Of(graph);
        if (foreign.Count > 0)
        {
            return $"This is no ResNet ({string.Join(", ", foreign)}).";
        }

        if (trait is not null)
        {
            variants.Add(trait);
        }

        return variants.Count > 0
            ? $"It is a ResNet with {List([.. variants.Distinct()])}, which no attribute declares yet."
            : advice ?? "No attribute declares such a network.";
    }

    private static string List(List<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static string Article(string name) => ("AEIO".Contains(name[0]) ? "an " : "a ") + name;
}
