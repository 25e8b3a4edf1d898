namespace ResNetGen.Weights;

/// <summary>What names and shapes of tensors tell of a network.</summary>
internal sealed class NetworkSketch
{
    private readonly Dictionary<string, TensorShape> _shapes;

    /// <summary>Draws the sketch from torchvision's names, without prefix; others are passed over.</summary>
    public NetworkSketch(IEnumerable<(string Name, TensorShape Shape)> tensors)
    {
        _shapes = [];
        HashSet<(int Stage, int Block)> blocks = new();
        bool isNumbered = true;
        foreach ((string? name, TensorShape shape) in tensors)
        {
            _shapes.TryAdd(name, shape);
            HasStatistics |= name.EndsWith(".running_mean", StringComparison.Ordinal);
            if (BlockName.Parse(name) is not { } block)
            {
                continue;
            }

            if (block.Stage is < 1 or > NetworkLimits.Stages || block.Block >= NetworkLimits.Blocks)
            {
                isNumbered = false;
                continue;
            }

            blocks.Add((block.Stage, block.Block));
            IsBottleneck |= block.Member.StartsWith("conv3.", StringComparison.Ordinal);
            if (block.Member.StartsWith("downsample.", StringComparison.Ordinal))
            {
                Projections.Add((block.Stage, block.Block));
            }
        }

        Stages = isNumbered ? Count(blocks) : [];
    }

    /// <summary>
    /// Blocks in each stage, from the first; empty when there are no residual blocks, or when there are more of them
    /// than can be declared, or some are left out.
    /// </summary>
    public IReadOnlyList<int> Stages { get; }

    /// <summary>Whether the blocks have a third convolution.</summary>
    public bool IsBottleneck { get; }

    /// <summary>Whether any batch norm has a running mean.</summary>
    public bool HasStatistics { get; }

    /// <summary>The blocks whose shortcut is a convolution, as stage from 1 and block from 0.</summary>
    public HashSet<(int Stage, int Block)> Projections { get; } = [];

    /// <summary>Whether the shortcut of every block is a convolution.</summary>
    public bool ProjectsAlways => Projections.Count == Stages.Sum();

    /// <summary>Whether both have the same blocks.</summary>
    public bool HasBlocksOf(NetworkSketch other) =>
        IsBottleneck == other.IsBottleneck && Stages.SequenceEqual(other.Stages);

    /// <summary>The shape of a tensor of so many extents, or null.</summary>
    public TensorShape? Shape(string name, int rank) =>
        _shapes.TryGetValue(name, out TensorShape shape) && shape.Rank == rank ? shape : null;

    /// <summary>
    /// The stem's convolution, or null. A kernel that is not square is no kernel: the layout is another.
    /// </summary>
    public TensorShape? Stem => Shape("conv1.weight", 4) is { } stem && stem[2] == stem[3] ? stem : null;

    /// <summary>
    /// The grouping of a bottleneck's 3x3 convolution: its groups and the channels in each for a stage 64 wide. Null
    /// for one that no declaration gives.
    /// </summary>
    public (long Groups, long WidthPerGroup)? Grouping()
    {
        if (
            !IsBottleneck
            || Shape("layer1.0.conv2.weight", 4) is not { } convolution
            || Shape("layer1.0.conv3.weight", 4) is not { } last
        )
        {
            return null;
        }

        (long width, long perGroup) = (last[0] / 4, convolution[1]);
        return
            width is >= 1 and <= NetworkLimits.Channels
            && perGroup is >= 1 and <= NetworkLimits.Channels
            && convolution[0] % perGroup == 0
            && perGroup * 64 % width == 0
            ? (convolution[0] / perGroup, perGroup * 64 / width)
            : null;
    }

    /// <summary>In words: <c>a ResNet-50 (bottleneck, 3-4-6-3)</c>.</summary>
    public string Describe()
    {
        string blocks = $"{(IsBottleneck ? "bottleneck" : "basic")}, {string.Join('-', Stages)}";
        return Depth() is { } depth ? $"a ResNet-{depth} ({blocks})" : $"a ResNet ({blocks})";
    }

    /// <summary>The attribute that declares these blocks.</summary>
    public string Declaration() =>
        Depth() is { } depth
            ? $"[ResNet({depth})]"
            : $"[ResNet(BlockType.{(IsBottleneck ? "Bottleneck" : "Basic")}, {string.Join(", ", Stages)})]";

    private static int[] Count(HashSet<(int Stage, int Block)> blocks)
    {
        int[] stages = blocks.Count == 0 ? [] : new int[blocks.Max(block => block.Stage)];
        foreach ((int stage, int _) in blocks)
        {
            stages[stage - 1]++;
        }

        // As many as the highest number says, in each stage.
        bool isWhole = stages.All(count => count > 0) && blocks.All(block => block.Block < stages[block.Stage - 1]);
        return isWhole && stages.Sum() <= NetworkLimits.Blocks ? stages : [];
    }

    // He et al. 2015, table 1.
    private int? Depth() =>
        (IsBottleneck, string.Join('-', Stages)) switch
        {
            (false, "2-2-2-2") => 18,
            (false, "3-4-6-3") => 34,
            (true, "3-4-6-3") => 50,
            (true, "3-4-23-3") => 101,
            (true, "3-8-36-3") => 152,
            _ => null,
        };
}
