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

    private const int Head = 2;

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
        Dictionary<string, Writer> writers = [];
        foreach ((int index, OnnxNode node) in graph.Nodes.Index())
        {
            (int convolutions, int linears) = (
                node.Operator == "Conv" ? 1 : 0,
                Linears.Contains(node.Operator) ? 1 : 0
            );
            Writer[] before = [.. node.Inputs.Select(input => writers.GetValueOrDefault(input)).OfType<Writer>()];
            Writer writer = new(
                node,
                index,
                convolutions + before.Select(one => one.Convolutions).DefaultIfEmpty().Max(),
                linears + before.Select(one => one.Linears).DefaultIfEmpty().Max()
            );
            foreach (string output in node.Outputs)
            {
                writers.TryAdd(output, writer);
            }
        }

        return graph
            .Outputs.Where(output => writers.ContainsKey(output.Name))
            .Select(output => Follow(output.Name, writers, constants))
            .OrderByDescending(found => found.Rank)
            .ThenByDescending(found => found.Last?.Convolutions)
            .ThenBy(found => found.Last?.Linears)
            .ThenByDescending(found =>
                found.Last is { } last && GraphBuilder.MatrixOf(last.Node, constants) is not null
            )
            // The first of equal heads; of maps, which may be sums or ReLUs of them, the last.
            .ThenByDescending(found => found.Rank == Head ? 0 : found.Last?.Index)
            .ThenBy(found => found.Steps)
            .FirstOrDefault()
            .Output;
    }

    /// <param name="Node">What writes a value.</param>
    /// <param name="Index">Where it is in the graph.</param>
    /// <param name="Convolutions">So many are on the longest way to it, with itself.</param>
    /// <param name="Linears">Linear layers likewise.</param>
    private sealed record Writer(OnnxNode Node, int Index, int Convolutions, int Linears);

    private static (GraphOutput? Output, int Rank, Writer? Last, int Steps) Follow(
        string name,
        Dictionary<string, Writer> writers,
        GraphConstants constants
    )
    {
        string value = name;
        string? answer = null;
        string at = name;
        (Writer? writer, int steps) = (null, 0);
        while (writers.TryGetValue(at, out Writer? found) && steps < MostSteps)
        {
            (writer, steps) = (found, steps + 1);
            OnnxNode last = found.Node;
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
            writer is null ? 0
            : Linears.Contains(writer.Node.Operator) ? Head
            : Pools.Contains(writer.Node.Operator) ? 1
            : 0;
        return (new(value, name, answer), rank, writer, steps);
    }
}
