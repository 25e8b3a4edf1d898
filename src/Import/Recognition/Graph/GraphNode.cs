namespace ResNetGen.Import;

/// <summary>
/// An operator of the graph as far as it matters to a ResNet: what changes no value is left out, and operators that
/// compute the same are the same.
/// </summary>
/// <param name="name">What it is called, for messages.</param>
/// <param name="operator">The operator of ONNX, for messages.</param>
/// <param name="detail">What it computes; <see langword="null"/> if that is nothing of a ResNet's.</param>
/// <param name="output">What it writes; without rows if that is not known.</param>
/// <param name="inputs">What it reads, without constants.</param>
internal sealed class GraphNode(
    string name,
    string @operator,
    GraphDetail? detail,
    MapShape output,
    params IReadOnlyList<GraphNode> inputs
)
{
    public string Name { get; } = name;

    public string Operator { get; } = @operator;

    public GraphDetail? Detail { get; } = detail;

    public MapShape Output { get; } = output;

    public IReadOnlyList<GraphNode> Inputs { get; } = inputs;

    /// <summary>Who reads it, twice if twice.</summary>
    public List<GraphNode> Consumers { get; } = [];

    /// <summary>Whether it depends on the images. What does not may be a constant that is not known.</summary>
    public bool ReadsImages { get; } = detail is ImagesDetail || inputs.Any(input => input.ReadsImages);

    /// <summary>Whether it joins branches.</summary>
    public bool Joins => Inputs.Count(input => input.ReadsImages) > 1;

    /// <summary>Whether it is one value for each channel.</summary>
    public bool IsVector { get; init; }
}
