using static System.FormattableString;

namespace ResNetGen;

/// <summary>
/// What a <see cref="ResNetAttribute"/> declares, with every default filled in: what is known of a network before there
/// is a class for it. Its text is the attribute. Equal if all is.
/// </summary>
public sealed record NetworkDeclaration : INetworkDeclaration
{
    private static readonly ResNetAttribute Defaults = new(default(BlockType));

    /// <summary>The kind of every residual block.</summary>
    public required BlockType BlockType { get; init; }

    /// <summary>Blocks in each stage, from the first.</summary>
    public required IReadOnlyList<int> Stages { get; init; }

    /// <summary>Classes of the classifier; 0 without one.</summary>
    public int Classes { get; init; } = Defaults.Classes;

    /// <summary>Planes of an image.</summary>
    public int InputChannels { get; init; } = Defaults.InputChannels;

    /// <summary>Rows of an image, in pixels.</summary>
    public int InputHeight { get; init; } = Defaults.InputHeight;

    /// <summary>Columns of an image, in pixels.</summary>
    public int InputWidth { get; init; } = Defaults.InputWidth;

    /// <summary>Channels of the stem and width of the first stage.</summary>
    public int BaseWidth { get; init; } = Defaults.BaseWidth;

    /// <summary>What stands before the first stage.</summary>
    public Stem Stem { get; init; } = Defaults.Stem;

    /// <summary>How a block's input reaches its sum.</summary>
    public Shortcut Shortcut { get; init; } = Defaults.Shortcut;

    /// <summary>Groups of a bottleneck's 3x3 convolution.</summary>
    public int Groups { get; init; } = Defaults.Groups;

    /// <summary>Channels in each of them, for a stage 64 wide.</summary>
    public int WidthPerGroup { get; init; } = Defaults.WidthPerGroup;

    /// <summary>Which convolution of a bottleneck halves the map.</summary>
    public BottleneckStride BottleneckStride { get; init; } = Defaults.BottleneckStride;

    /// <summary>Equal if all is, stages by their numbers of blocks.</summary>
    public bool Equals(NetworkDeclaration? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The attribute as its author would write it, without what is a default: <c>[ResNet(50, Classes = 10)]</c>.
    /// </summary>
    public override string ToString() => $"[ResNet({string.Join(", ", Arguments())})]";

    /// <summary>The numbers, by the names of their properties, with those of an attribute that leaves them out.</summary>
    internal IEnumerable<(string Property, int Value, int Usual)> Numbers =>
        [
            (nameof(Classes), Classes, Defaults.Classes),
            (nameof(InputChannels), InputChannels, Defaults.InputChannels),
            (nameof(InputHeight), InputHeight, Defaults.InputHeight),
            (nameof(InputWidth), InputWidth, Defaults.InputWidth),
            (nameof(BaseWidth), BaseWidth, Defaults.BaseWidth),
            (nameof(Groups), Groups, Defaults.Groups),
            (nameof(WidthPerGroup), WidthPerGroup, Defaults.WidthPerGroup),
        ];

    /// <summary>The blocks in words: <c>a ResNet-50 (bottleneck, 3-4-6-3)</c>.</summary>
    internal string Describe()
    {
        string kind = BlockType switch
        {
            BlockType.Basic => "basic",
            BlockType.Bottleneck => "bottleneck",
            _ => throw new ArgumentOutOfRangeException(nameof(BlockType), BlockType, "A block without a name."),
        };
        string depth = DepthPreset.DepthOf(BlockType, Stages) is { } preset ? Invariant($"-{preset}") : "";
        return $"a ResNet{depth} ({kind}, {string.Join('-', Stages)})";
    }

    private IEnumerable<string> Arguments()
    {
        yield return DepthPreset.DepthOf(BlockType, Stages) is { } depth
            ? Invariant($"{depth}")
            : $"BlockType.{BlockType}, {string.Join(", ", Stages)}";
        foreach ((string name, int value, int usual) in Numbers)
        {
            if (value != usual)
            {
                yield return Invariant($"{name} = {value}");
            }
        }

        if (Stem != Defaults.Stem)
        {
            yield return $"{nameof(Stem)} = {nameof(Stem)}.{Stem}";
        }

        if (Shortcut != Defaults.Shortcut)
        {
            yield return $"{nameof(Shortcut)} = {nameof(Shortcut)}.{Shortcut}";
        }

        if (BottleneckStride != Defaults.BottleneckStride)
        {
            yield return $"{nameof(BottleneckStride)} = {nameof(BottleneckStride)}.{BottleneckStride}";
        }
    }
}
