namespace ResNetGen.Import;

/// <summary>Chooses the output of a graph that is the network's: the classifier's, without what turns logits into
/// answers.</summary>
/// <param name="Value">What is computed before it.</param>
/// <param name="Name">The output.</param>
/// <param name="Answer">The operator that was left off, such as Softmax; <see langword="null"/> if there was
/// none.</param>
internal sealed record GraphOutput(string Value, string Name, string? Answer)
{
    // So many nodes behind a layer are read, for each of any number of outputs.
    private const int MostSteps = 100;

    // What stands between a layer and an output without being one.
    private static readonly string[] Views =
    [
        "Identity",
        "Reshape",
        "Flatten",
        "Squeeze",
        "Unsqueeze",
        "Cast",
        "Dropout",
        "Add",
        "Transpose",
    ];

    private static readonly string[] Answers = ["Softmax", "LogSoftmax", "Sigmoid", "ArgMax", "TopK"];

    private static readonly string[] Pools = ["GlobalAveragePool", "AveragePool", "ReduceMean"];

    private static readonly string[] Linears = ["Gemm", "MatMul"];

    /// <summary>Which output it is; <see langword="null"/> if nothing is computed.</summary>
    public static GraphOutput? Of(OnnxGraph graph, GraphConstants constants)
    {
        Dictionary<string, (OnnxNode Node, int Index)> writers = [];
        foreach ((int index, OnnxNode node) in graph.Nodes.Index())
        {
            foreach (string output in node.Outputs)
            {
                writers.TryAdd(output, (node, index));
            }
        }

        return graph
            .Outputs.Where(output => writers.ContainsKey(output.Name))
            .Select(output => Follow(output.Name, writers, constants))
            .OrderByDescending(found => found.Rank)
            .ThenByDescending(found => found.Index)
            .ThenBy(found => found.Steps)
            .FirstOrDefault()
            .Output;
    }

    private static (GraphOutput? Output, int Rank, int Index, int Steps) Follow(
        string name,
        Dictionary<string, (OnnxNode Node, int Index)> writers,
        GraphConstants constants
    )
    {
        string value = name;
        string? answer = null;
        string at = name;
        (OnnxNode? last, int index, int steps) = (null, -1, 0);
        while (writers.TryGetValue(at, out (OnnxNode Node, int Index) writer) && steps < MostSteps)
        {
            (last, index, steps) = (writer.Node, writer.Index, steps + 1);
            bool isAnswer = Answers.Contains(last.Operator);
            string[] data = [.. last.Inputs.Where(input => !constants.Has(input))];
            bool isView = Views.Contains(last.Operator) && (last.Operator != "Add" || data.Length == 1);
            string? next = data.FirstOrDefault();
            if (next is null || !(isAnswer || isView))
            {
                break;
            }

            if (isAnswer)
            {
                answer = answer is null ? last.Operator : $"{last.Operator} and {answer}";
                value = next;
            }

            at = next;
        }

        int rank =
            last is null ? 0
            : Linears.Contains(last.Operator) ? 2
            : Pools.Contains(last.Operator) ? 1
            : 0;
        return (new(value, name, answer), rank, index, steps);
    }
}
