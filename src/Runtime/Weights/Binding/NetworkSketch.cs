namespace ResNetGen.Weights;

/// <summary>What names and shapes of tensors tell of a network.</summary>
internal sealed class NetworkSketch
{
    private readonly Dictionary<string, TensorShape> _shapes = [];
    private readonly HashSet<(int Stage, int Block)> _bottlenecks = [];

    /// <summary>Reads torchvision's names, without prefix; others are ignored.</summary>
    public NetworkSketch(IEnumerable<(string Name, TensorShape Shape)> tensors)
    {
        HashSet<(int Stage, int Block)> blocks = [];
        bool isNumbered = true;
        foreach ((string name, TensorShape shape) in tensors)
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
            if (block.Member.StartsWith("conv3.", StringComparison.Ordinal))
            {
                _bottlenecks.Add((block.Stage, block.Block));
            }

            if (block.Member.StartsWith("downsample.", StringComparison.Ordinal))
            {
                Projections.Add((block.Stage, block.Block));
            }
        }

        Stages = isNumbered ? Count(blocks) : [];
        HasBothBlocks = IsBottleneck && _bottlenecks.Count < blocks.Count;
    }

    /// <summary>
    /// Blocks in each stage, from the first. Empty if there are none, more than can be declared, or gaps between them.
    /// </summary>
    public IReadOnlyList<int> Stages { get; }

    /// <summary>Whether blocks have a third convolution.</summary>
    public bool IsBottleneck => _bottlenecks.Count > 0;

    /// <summary>Whether some blocks have a third convolution and others have none.</summary>
    public bool HasBothBlocks { get; }

    /// <summary>The kind of the blocks.</summary>
    public BlockType BlockType => IsBottleneck ? BlockType.Bottleneck : BlockType.Basic;

    /// <summary>Whether any batch norm has a running mean.</summary>
    public bool HasStatistics { get; }

    /// <summary>The blocks whose shortcut is a convolution, as stage from 1 and block from 0.</summary>
    public HashSet<(int Stage, int Block)> Projections { get; } = [];

    /// <summary>Whether the shortcut of every block is a convolution.</summary>
    public bool ProjectsAlways => Projections.Count == Stages.Sum();

    /// <summary>All names and shapes.</summary>
    public IReadOnlyDictionary<string, TensorShape> Shapes => _shapes;

    /// <summary>Whether both have the same blocks.</summary>
    public bool HasBlocksOf(NetworkSketch other) =>
        IsBottleneck == other.IsBottleneck && Stages.SequenceEqual(other.Stages);

    /// <summary>The shape of a tensor, or null if there is none of that rank.</summary>
    public TensorShape? Shape(string name, int rank) =>
        _shapes.TryGetValue(name, out TensorShape shape) && shape.Rank == rank ? shape : null;

    /// <summary>
    /// The stem's convolution, or null. If its kernel is not square, the layout is not PyTorch's.
    /// </summary>
    public TensorShape? Stem => Shape("conv1.weight", 4) is { } stem && stem[2] == stem[3] ? stem : null;

    /// <summary>The stem with such a kernel; null if there is none.</summary>
    public Stem? DeclaredStem =>
        Enum.GetValues<Stem>()
            .Where(stem => StemShape.Of(stem, new(1, 1, 1), 1).Convolution.Kernel == Stem?[2])
            .Select(stem => (Stem?)stem)
            .FirstOrDefault();

    /// <summary>Channels behind the last block; null if it is not there.</summary>
    public long? Features =>
        Stages.Count == 0
            ? null
            : Shape($"layer{Stages.Count}.{Stages[^1] - 1}.conv{(IsBottleneck ? 3 : 2)}.weight", 4)?[0];

    /// <summary>Classes of the classifier, which may be a 1x1 convolution; null without one.</summary>
    public long? Classes =>
        _shapes.TryGetValue($"{NameMap.Classifier}.weight", out TensorShape shape) && NameMap.IsLinear(shape)
            ? shape[0]
            : null;

    /// <summary>
    /// The grouping of a bottleneck's 3x3 convolution: its groups, and the channels of each if the stage were 64 wide.
    /// Null if no declaration gives it.
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

    /// <summary>
    /// What declares it. What a part of a network does not tell is another's, or the attribute's default. Whether every
    /// tensor is that of the declaration is not looked at.
    /// </summary>
    /// <param name="other">Completes it.</param>
    /// <returns><see langword="null"/> if the generator would refuse it.</returns>
    public NetworkDeclaration? Declare(NetworkSketch? other = null)
    {
        NetworkSketch blocks = Stages.Count > 0 || other is null ? this : other;
        TensorShape? stem = Stem ?? other?.Stem;
        long baseWidth = stem?[0] ?? 1;
        long inputChannels = stem?[1] ?? 1;
        long classes = Classes ?? 0;
        (long groups, long widthPerGroup) = blocks.Grouping() ?? (1, 64);
        NetworkDeclaration declaration = new()
        {
            BlockType = blocks.BlockType,
            Stages = blocks.Stages.Count > 0 ? blocks.Stages : [1],
            Stem = DeclaredStem ?? other?.DeclaredStem ?? ResNetGen.Stem.Conv7x7,
            BaseWidth = Number(baseWidth),
            Groups = Number(groups),
            WidthPerGroup = Number(widthPerGroup),
            InputChannels = Number(inputChannels),
            Classes = Number(classes),
        };
        if (DeclarationRules.WhatIsWrong(declaration) is not null || (classes == 0 && Classes is not null))
        {
            return null;
        }

        int changing = NetworkShape.Of(declaration).Blocks.Count(block => block.Projection is not null);
        declaration = declaration with
        {
            Shortcut =
                blocks.Projections.Count == changing ? Shortcut.Projection
                : blocks.Projections.Count == 0 ? Shortcut.ZeroPad
                : blocks.ProjectsAlways ? Shortcut.ProjectionAlways
                : Shortcut.Projection,
        };
        return DeclarationRules.WhatIsWrong(declaration) is null ? declaration : null;

        // Too large a one stays so.
        static int Number(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
    }

    /// <summary>In words: <c>a ResNet-50 (bottleneck, 3-4-6-3)</c>.</summary>
    public string Describe() => Blocks().Describe();

    /// <summary>The attribute that declares these blocks.</summary>
    public string Declaration() => Blocks().ToString();

    private NetworkDeclaration Blocks() => new() { BlockType = BlockType, Stages = Stages };

    private static int[] Count(HashSet<(int Stage, int Block)> blocks)
    {
        int[] stages = blocks.Count == 0 ? [] : new int[blocks.Max(block => block.Stage)];
        foreach ((int stage, int _) in blocks)
        {
            stages[stage - 1]++;
        }

        // No stage and no block is left out.
        bool isWhole = stages.All(count => count > 0) && blocks.All(block => block.Block < stages[block.Stage - 1]);
        return isWhole && stages.Sum() <= NetworkLimits.Blocks ? stages : [];
    }
}
