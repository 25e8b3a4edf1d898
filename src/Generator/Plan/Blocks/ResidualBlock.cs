namespace ResNetGen.Generator.Plan;

/// <summary>Convolutions one behind the other; the last one adds the shortcut before its ReLU.</summary>
internal static class ResidualBlock
{
    /// <summary>The block of a shape, which reads <paramref name="x"/>.</summary>
    public static BlockGraph Of(BlockShape shape, int stage, Activation x)
    {
        IReadOnlyList<Operation> shortcut = Shortcut(shape, x);
        Activation residual = shortcut.Select(operation => (Activation)operation.Writes).LastOrDefault() ?? x;
        List<Operation> operations = [];
        Activation input = x;
        foreach (ConvolutionNode node in shape.Convolutions)
        {
            bool isLast = node == shape.Convolutions[shape.Convolutions.Count - 1];
            Activation output = isLast
                ? new("y", node.Output, NonZero.BehindSum(stage))
                : new(node.Name.Substring(shape.Name.Length + 1), node.Output, NonZero.BehindReLU(stage));
            operations.Add(new Convolution(node, input, output, isLast ? residual : null));
            input = output;
        }

        operations.InsertRange(1, shortcut);
        return new BlockGraph(shape.Name, stage, shape, [.. operations], input);
    }

    /// <summary>What the block does to its input before the sum: nothing for identity.</summary>
    private static IReadOnlyList<Operation> Shortcut(BlockShape shape, Activation x)
    {
        Activation y = new("shortcut", shape.Output);
        return shape.Shortcut switch
        {
            ShortcutKind.Identity => [],
            ShortcutKind.Projection => [new Convolution(shape.Projection!, x, y, Relu: false)],
            ShortcutKind.ZeroPad => [new ZeroPadShortcut($"{shape.Name}.shortcut", x, y, shape.Stride)],
            _ => throw new InvalidOperationException($"The shortcut {shape.Shortcut} has no operations."),
        };
    }
}
