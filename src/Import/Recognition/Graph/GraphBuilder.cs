using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Turns the nodes of an ONNX graph into <see cref="GraphNode"/>s, with the maps that an image makes of
/// them.</summary>
internal sealed partial class GraphBuilder
{
    private const int OldestOperators = 7;

    private readonly OnnxNetwork _network;
    private readonly GraphConstants _constants;
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, GraphNode> _nodes = [];
    private readonly HashSet<GraphNode> _regrouped = [];

    private GraphBuilder(OnnxNetwork network)
    {
        _network = network;
        _constants = new(network);
    }

    /// <summary>Builds the part of a graph that its classifier depends on.</summary>
    /// <param name="network">The graph.</param>
    /// <param name="options">The size of an image, if another one is wanted.</param>
    /// <param name="usual">The size of an image, if the graph takes any.</param>
    /// <exception cref="WeightFileException">The graph is damaged, quantised, or has no input that is an
    /// image.</exception>
    public static Graph Build(OnnxNetwork network, ImportOptions options, (int Height, int Width)? usual) =>
        new GraphBuilder(network).Build(options, usual);

    private Graph Build(ImportOptions options, (int Height, int Width)? usual)
    {
        long version = _network.Graph.Operators.GetValueOrDefault("", 1);
        if (version < OldestOperators)
        {
            throw new WeightFileException(
                _network.File,
                $"the graph is of operator set {version}, and {OldestOperators} is the oldest that is read",
                "Convert it with onnx.version_converter, or export it again."
            );
        }

        CheckNames();
        List<OnnxNode> computed = [.. _network.Graph.Nodes.Where(node => !_constants.TryAdd(node))];
        if (GraphOutput.Of(_network.Graph, _constants) is not { } output)
        {
            throw new WeightFileException(
                _network.File,
                "the graph has no output that a node writes",
                "Export the network again."
            );
        }

        List<OnnxNode> needed = Needed(computed, output.Value);
        GraphImages images = GraphImages.Of(_network, _constants, needed, options, usual);
        GraphNode input = new(images.Name, "input", new ImagesDetail(), images.Shape);
        _nodes.Add(images.Name, input);
        List<GraphNode> all = [input];
        foreach (OnnxNode node in needed)
        {
            GraphNode made = Make(node, images.HasChannelsLast);
            all.Add(made);
            for (int index = 0; index < node.Outputs.Count; index++)
            {
                // Nothing of a ResNet reads a second output.
                _nodes[node.Outputs[index]] = index == 0 ? made : Other(node, [made]);
            }
        }

        return new(_network.File, input, images, output, Reached(all, _nodes[output.Value]), _used);
    }

    // Each value is written once, so that names tell where values come from.
    private void CheckNames()
    {
        HashSet<string> written =
        [
            .. _network.Graph.Initializers.Select(tensor => tensor.Name),
            .. _network.Graph.Inputs.Select(value => value.Name),
        ];
        foreach (OnnxNode node in _network.Graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0 && !written.Add(output)))
            {
                throw Damaged($"the value {Quoted.Text(output)} is written twice");
            }
        }
    }

    /// <summary>The nodes that an output depends on, in their order.</summary>
    private List<OnnxNode> Needed(List<OnnxNode> computed, string output)
    {
        HashSet<string> values = [output];
        List<OnnxNode> needed = [];
        foreach (OnnxNode node in Enumerable.Reverse(computed))
        {
            if (node.Outputs.Any(values.Contains))
            {
                needed.Add(node);
                values.UnionWith(Data(node));
                _used.UnionWith(node.Inputs.Select(name => _constants.Tensor(name)?.Name ?? name));
            }
        }

        needed.Reverse();
        HashSet<string> written = [.. _network.Graph.Inputs.Select(value => value.Name)];
        foreach (OnnxNode node in needed)
        {
            foreach (string value in Data(node).Where(value => !written.Contains(value)))
            {
                throw Damaged($"{Describe(node)} reads {Quoted.Text(value)}, which no node before it writes");
            }

            written.UnionWith(node.Outputs);
        }

        return needed;
    }

    /// <summary>The values that a node computes with. Shapes, axes and paddings are none, also where the graph computes
    /// them.</summary>
    private IEnumerable<string> Data(OnnxNode node) =>
        node
            .Inputs.Take(
                node.Operator
                    is "Reshape"
                        or "Flatten"
                        or "Squeeze"
                        or "Unsqueeze"
                        or "Slice"
                        or "Pad"
                        or "Clip"
                        or "Dropout"
                        or "ReduceMean"
                        or "Resize"
                        or "Upsample"
                    ? 1
                    : int.MaxValue
            )
            .Where(input => input.Length > 0 && !_constants.Has(input));

    // Nodes that became part of others are left behind.
    private static List<GraphNode> Reached(List<GraphNode> all, GraphNode output)
    {
        HashSet<GraphNode> reached = [output];
        foreach (GraphNode node in Enumerable.Reverse(all).Where(reached.Contains))
        {
            reached.UnionWith(node.Inputs);
        }

        List<GraphNode> result = [.. all.Distinct().Where(reached.Contains)];
        foreach (GraphNode node in result)
        {
            foreach (GraphNode input in node.Inputs)
            {
                input.Consumers.Add(node);
            }
        }

        return result;
    }

    private static string Describe(OnnxNode node) => $"node {Quoted.Text(NameOf(node))} ({OperatorOf(node)})";

    /// <summary>The operator as messages show it: a file may call it anything.</summary>
    private static string OperatorOf(OnnxNode node)
    {
        string name = node.Domain.Length > 0 ? $"{node.Domain}.{node.Operator}" : node.Operator;
        bool isWord =
            name.Length is > 0 and < 64
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_');
        return isWord ? name : Quoted.Text(name);
    }

    private static string NameOf(OnnxNode node) =>
        node.Name.Length > 0 ? node.Name
        : node.Outputs.Count > 0 ? node.Outputs[0]
        : node.Operator;

    private WeightFileException Damaged(string problem) => new(_network.File, problem, SafetensorsHeader.Damaged);

    private WeightFileException Refused(OnnxNode node, string problem, string advice) =>
        new(_network.File, $"{Describe(node)} {problem}", advice);
}
