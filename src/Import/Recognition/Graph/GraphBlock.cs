namespace ResNetGen.Import;

/// <summary>A residual block.</summary>
/// <param name="Path">Its convolutions.</param>
/// <param name="Projection">The convolution of the shortcut, if there is one.</param>
/// <param name="Shortcut">Nodes of the shortcut.</param>
/// <param name="Sum">Where both meet.</param>
internal sealed record GraphBlock(
    IReadOnlyList<GraphUnit> Path,
    GraphUnit? Projection,
    IReadOnlyList<GraphNode> Shortcut,
    GraphNode Sum
)
{
    public GraphNode Input => Path[0].Node.Inputs[0];

    public MapShape Output => Path[^1].Node.Output;

    public long Stride => Path.Max(unit => unit.Detail.Rows.Stride);
}
