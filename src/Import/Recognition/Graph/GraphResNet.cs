namespace ResNetGen.Import;

/// <summary>A graph as a ResNet: what reads what is right, sizes are as they are.</summary>
/// <param name="Stem">The first convolution.</param>
/// <param name="Pool">The max pool behind it, if there is one.</param>
/// <param name="Blocks">The residual blocks, in order.</param>
/// <param name="HasMean">Whether the mean of the last map is taken.</param>
/// <param name="Classifier">The linear layer, if there is one.</param>
internal sealed record GraphResNet(
    GraphUnit Stem,
    GraphNode? Pool,
    IReadOnlyList<GraphBlock> Blocks,
    bool HasMean,
    GraphNode? Classifier
);

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

/// <summary>A convolution, and what is computed for each of its channels right behind it.</summary>
internal sealed record GraphUnit(GraphNode Node, ConvolutionDetail Detail, IReadOnlyList<AffineDetail> Affines)
{
    /// <summary>The convolution in words.</summary>
    public string Describe()
    {
        (Window rows, Window columns) = (Detail.Rows, Detail.Columns);
        string dilation =
            rows.Dilation == 1 && columns.Dilation == 1 ? "" : $", dilation {Pair(rows.Dilation, columns.Dilation)}";
        return Describe(
            $"{rows.Kernel}x{columns.Kernel}",
            Pair(rows.Stride, columns.Stride) + dilation,
            Node.Inputs[0].Output with
            {
                Channels = Detail.Weight.Shape[1] * Detail.Groups,
            },
            Node.Output.Channels,
            Detail.Groups
        );
    }

    /// <summary>A declared convolution in the same words.</summary>
    public static string Describe(ConvolutionNode node) =>
        Describe($"{node.Kernel}x{node.Kernel}", $"{node.Stride}", node.Input, node.OutChannels, node.Groups);

    private static string Describe(string kernel, string stride, MapShape input, long channels, long groups) =>
        $"a {kernel} convolution with stride {stride} from {input.Channels} to {channels} channels"
        + (groups == 1 ? "" : $" in {groups} groups")
        + $", on maps of {input.Height}x{input.Width}";

    private static string Pair(long rows, long columns) => rows == columns ? $"{rows}" : $"{rows}x{columns}";
}
