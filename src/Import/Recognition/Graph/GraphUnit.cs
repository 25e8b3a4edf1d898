namespace ResNetGen.Import;

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
