namespace ResNetGen.Import;

/// <summary>
/// Holds a graph against what its declaration computes, in lock-step: kernels, strides, groups, channels, sizes, and
/// which pixels each window reads.
/// </summary>
internal sealed class GraphComparison
{
    private readonly Graph _graph;
    private readonly List<string> _uneven = [];

    private GraphComparison(Graph graph) => _graph = graph;

    /// <param name="graph">The graph.</param>
    /// <param name="found">What it is.</param>
    /// <param name="planned">What is declared.</param>
    /// <param name="notes">Takes what holds for this size of images alone.</param>
    /// <exception cref="ResNetGen.Weights.WeightFileException">They differ.</exception>
    public static void Check(Graph graph, GraphResNet found, NetworkShape planned, List<string> notes)
    {
        GraphComparison comparison = new(graph);
        comparison.Compare(found, planned);
        if (comparison._uneven.Count > 0)
        {
            notes.Add(
                $"{comparison._uneven[0]}{(comparison._uneven.Count > 1 ? $" and {comparison._uneven.Count - 1} more" : "")} "
                    + "pad one side more than the other. That reads the same pixels as the class does for images of "
                    + $"{planned.Image.Height}x{planned.Image.Width}, but not for every size."
            );
        }
    }

    private void Compare(GraphResNet found, NetworkShape planned)
    {
        Compare(found.Stem, planned.Stem.Convolution, trait: null);
        if (found.Pool is { Detail: MaxPoolDetail pool })
        {
            ComparePool(found.Pool, pool);
        }

        foreach ((GraphBlock block, BlockShape shape) in found.Blocks.Zip(planned.Blocks))
        {
            Compare(block, shape);
        }
    }

    private void Compare(GraphBlock block, BlockShape shape)
    {
        if (block.Path.Count != shape.Convolutions.Count)
        {
            throw GraphRefusal.At(
                _graph,
                block.Sum,
                $"{shape.Name} of {shape.Convolutions.Count}, as the blocks before",
                $"the sum of a block of {block.Path.Count} convolutions",
                "mixed block types"
            );
        }

        foreach ((GraphUnit unit, ConvolutionNode node) in block.Path.Zip(shape.Convolutions))
        {
            Compare(unit, node, TraitOf(unit, node, shape));
        }

        if ((block.Projection is not null) != (shape.Projection is not null))
        {
            throw GraphRefusal.At(
                _graph,
                block.Projection?.Node ?? block.Sum,
                shape.Projection is { } projection
                    ? $"{projection.Name}, {GraphUnit.Describe(projection)}, in the shortcut"
                    : "a shortcut without a convolution, as in the blocks before",
                block.Projection is null ? "the sum of a block without a convolution in its shortcut" : null,
                "mixed shortcuts"
            );
        }

        if (block.Projection is { } found && shape.Projection is { } expected)
        {
            Compare(found, expected, TraitOf(found, expected, shape));
        }

        if (block.Projection is null)
        {
            CompareShortcut(block, shape);
        }
    }

    private void CompareShortcut(GraphBlock block, BlockShape shape)
    {
        long stride = 1;
        (long before, long after) = (0, 0);
        foreach (GraphNode node in block.Shortcut)
        {
            stride *= node.Detail is SubsampleDetail subsample ? subsample.Stride : 1;
            before += node.Detail is ZeroChannelsDetail zeros ? zeros.Before : 0;
            after += node.Detail is ZeroChannelsDetail others ? others.After : 0;
        }

        long added = shape.Output.Channels - shape.Input.Channels;
        if (stride != shape.Stride || before != added / 2 || after != added - (added / 2))
        {
            throw GraphRefusal.At(
                _graph,
                block.Shortcut.LastOrDefault() ?? block.Sum,
                $"a shortcut of {shape.Name} with stride {shape.Stride} and {added / 2} channels of zeros before and "
                    + $"{added - (added / 2)} behind its own",
                $"a shortcut with stride {stride} and {before} channels of zeros before and {after} behind its own",
                "channels of zeros elsewhere"
            );
        }
    }

    private void Compare(GraphUnit unit, ConvolutionNode planned, string? trait)
    {
        ConvolutionDetail detail = unit.Detail;
        (Window rows, Window columns) = (detail.Rows, detail.Columns);
        MapShape input = unit.Node.Inputs[0].Output;
        bool isSame =
            (rows.Kernel, columns.Kernel) == (planned.Kernel, planned.Kernel)
            && (rows.Stride, columns.Stride) == (planned.Stride, planned.Stride)
            && (rows.Dilation, columns.Dilation) == (1, 1)
            && detail.Groups == planned.Groups
            && input == planned.Input
            && unit.Node.Output.Channels == planned.OutChannels;
        if (!isSame)
        {
            throw GraphRefusal.At(
                _graph,
                unit.Node,
                $"{planned.Name}, {GraphUnit.Describe(planned)},",
                unit.Describe(),
                trait
            );
        }

        Window wantedRows = Window.Planned(input.Height, planned.Kernel, planned.Stride);
        Window wantedColumns = Window.Planned(input.Width, planned.Kernel, planned.Stride);
        if (!rows.MeetsSamePixels(wantedRows) || !columns.MeetsSamePixels(wantedColumns))
        {
            throw Padding(unit.Node, $"{planned.Name} with", rows, columns, planned.Kernel / 2);
        }

        NoteUneven(unit.Node, rows, columns);
    }

    private void ComparePool(GraphNode node, MaxPoolDetail pool)
    {
        MapShape input = node.Inputs[0].Output;
        Window rows = Window.Planned(input.Height, 3, 2);
        Window columns = Window.Planned(input.Width, 3, 2);
        if ((pool.Rows.Kernel, pool.Columns.Kernel, pool.Rows.Stride, pool.Columns.Stride) != (3, 3, 2, 2))
        {
            throw GraphRefusal.At(
                _graph,
                node,
                "one of 3x3 with stride 2",
                $"a max pool of {pool.Rows.Kernel}x{pool.Columns.Kernel} with stride {pool.Rows.Stride}",
                "another stem"
            );
        }

        if (!pool.Rows.HasSamePixels(rows) || !pool.Columns.HasSamePixels(columns))
        {
            throw Padding(node, "a max pool with", pool.Rows, pool.Columns, 1);
        }

        NoteUneven(node, pool.Rows, pool.Columns);
    }

    private Weights.WeightFileException Padding(GraphNode node, string what, Window rows, Window columns, int wanted) =>
        GraphRefusal.At(
            _graph,
            node,
            $"{what} pads [{wanted}, {wanted}, {wanted}, {wanted}]",
            $"{node.Operator} with pads [{rows.Before}, {columns.Before}, {rows.After}, {columns.After}]"
                + $"{(rows.RoundsUp ? " and ceil_mode" : "")}, which reads other pixels of maps of {rows.Size}x{columns.Size}",
            advice: "At other sizes of images it may read the same: --input sets one, rows by columns. Else train it with the "
                + "padding of PyTorch."
        );

    private void NoteUneven(GraphNode node, Window rows, Window columns)
    {
        if (rows.Before != rows.After || columns.Before != columns.After || rows.RoundsUp)
        {
            _uneven.Add(Weights.Quoted.Text(node.Name));
        }
    }

    /// <summary>What a wrong convolution makes of the network.</summary>
    private static string? TraitOf(GraphUnit unit, ConvolutionNode planned, BlockShape shape) =>
        unit.Node.Output.Channels != planned.OutChannels ? "stages whose widths do not double from the stem's on"
        : unit.Detail.Rows.Stride != planned.Stride && shape.Stride == 2 ? "strides elsewhere"
        : unit.Detail.Rows.Stride != planned.Stride ? "a stage that halves the map elsewhere"
        : unit.Detail.Groups != planned.Groups ? "groups that differ between blocks"
        : unit.Detail.Rows.Kernel != planned.Kernel ? "other kernels"
        : null;
}
