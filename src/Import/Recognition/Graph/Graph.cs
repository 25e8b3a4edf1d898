namespace ResNetGen.Import;

/// <summary>What the classifier of a graph depends on.</summary>
/// <param name="File">The path, for messages.</param>
/// <param name="Input">The images.</param>
/// <param name="Images">What is known of them.</param>
/// <param name="Output">The output that was chosen.</param>
/// <param name="Nodes">All nodes, each behind those that it reads.</param>
/// <param name="Used">Names of what it reads, constants among them.</param>
internal sealed record Graph(
    string File,
    GraphNode Input,
    GraphImages Images,
    GraphOutput Output,
    IReadOnlyList<GraphNode> Nodes,
    IReadOnlySet<string> Used
);
