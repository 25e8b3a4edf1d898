namespace ResNetGen;

/// <summary>A residual block: its convolutions one behind the other, and the way of its input to the sum.</summary>
/// <param name="Name">PyTorch's name: <c>layer1.0</c>.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Stride">2 where it halves the map.</param>
/// <param name="Convolutions">The main path.</param>
/// <param name="Shortcut">The way of its input to the sum.</param>
/// <param name="Projection">The shortcut's convolution, if that is what it is.</param>
internal sealed record BlockShape(
    string Name,
    BlockType Type,
    MapShape Input,
    int Stride,
    IReadOnlyList<ConvolutionNode> Convolutions,
    ShortcutKind Shortcut,
    ConvolutionNode? Projection
)
{
    /// <summary>What it writes.</summary>
    public MapShape Output => Convolutions[Convolutions.Count - 1].Output;

    /// <summary>All that has weights.</summary>
    public IEnumerable<ConvolutionNode> All => Projection is null ? Convolutions : Convolutions.Append(Projection);

    /// <summary>The block of a declaration.</summary>
    /// <param name="declaration">The network.</param>
    /// <param name="stage">Its stage, from 1.</param>
    /// <param name="index">Its number in the stage, from 0.</param>
    /// <param name="input">What it reads.</param>
    public static BlockShape Of(INetworkDeclaration declaration, int stage, int index, MapShape input)
    {
        string name = $"layer{stage}.{index}";
        int stride = stage > 1 && index == 0 ? 2 : 1;
        IReadOnlyList<ConvolutionNode> path = MainPath(
            declaration,
            name,
            (long)declaration.BaseWidth << (stage - 1),
            stride,
            input
        );
        MapShape output = path[path.Count - 1].Output;
        ShortcutKind shortcut = KindOf(declaration.Shortcut, changes: input != output);
        ConvolutionNode? projection =
            shortcut == ShortcutKind.Projection
                ? new($"{name}.downsample.0", $"{name}.downsample.1", input, output.Channels, Kernel: 1, stride)
                : null;
        return new(name, declaration.BlockType, input, stride, path, shortcut, projection);
    }

    private static IReadOnlyList<ConvolutionNode> MainPath(
        INetworkDeclaration declaration,
        string name,
        long width,
        int stride,
        MapShape input
    )
    {
        switch (declaration.BlockType)
        {
            case BlockType.Basic:
            {
                ConvolutionNode conv1 = new($"{name}.conv1", $"{name}.bn1", input, width, Kernel: 3, stride);
                return [conv1, new($"{name}.conv2", $"{name}.bn2", conv1.Output, width, Kernel: 3)];
            }

            case BlockType.Bottleneck:
            {
                long inner = width * declaration.WidthPerGroup / 64 * declaration.Groups;
                int early = declaration.BottleneckStride switch
                {
                    BottleneckStride.Conv1x1 => stride,
                    BottleneckStride.Conv3x3 => 1,
                    _ => throw new ArgumentOutOfRangeException(
                        nameof(declaration),
                        declaration.BottleneckStride,
                        "A stride without a convolution."
                    ),
                };
                ConvolutionNode conv1 = new($"{name}.conv1", $"{name}.bn1", input, inner, Kernel: 1, early);
                ConvolutionNode conv2 = new(
                    $"{name}.conv2",
                    $"{name}.bn2",
                    conv1.Output,
                    inner,
                    Kernel: 3,
                    stride / early,
                    declaration.Groups
                );
                return [conv1, conv2, new($"{name}.conv3", $"{name}.bn3", conv2.Output, 4 * width, Kernel: 1)];
            }

            default:
                throw new ArgumentOutOfRangeException(
                    nameof(declaration),
                    declaration.BlockType,
                    "A block without a shape."
                );
        }
    }

    private static ShortcutKind KindOf(ResNetGen.Shortcut shortcut, bool changes) =>
        shortcut switch
        {
            ResNetGen.Shortcut.ProjectionAlways => ShortcutKind.Projection,
            ResNetGen.Shortcut.Projection => changes ? ShortcutKind.Projection : ShortcutKind.Identity,
            ResNetGen.Shortcut.ZeroPad => changes ? ShortcutKind.ZeroPad : ShortcutKind.Identity,
            _ => throw new ArgumentOutOfRangeException(nameof(shortcut), shortcut, "A shortcut without a shape."),
        };
}

/// <summary>What a block's input passes on its way to the sum.</summary>
internal enum ShortcutKind
{
    Identity,
    Projection,
    ZeroPad,
}
