using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>The input of a graph that takes images.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">An image.</param>
/// <param name="HasChannelsLast">Whether it is [image, row, column, channel], and the graph begins by turning
/// that.</param>
/// <param name="Assumed">Extents that nothing says, by their names in a declaration.</param>
internal sealed record GraphImages(string Name, MapShape Shape, bool HasChannelsLast, IReadOnlyList<string> Assumed)
{
    private const int Usual = 224;
    private const string Advice =
        "Export the network with images as its one input: float32, [image, channel, row, column].";

    /// <exception cref="WeightFileException">There is none, or another one too.</exception>
    public static GraphImages Of(
        OnnxNetwork network,
        GraphConstants constants,
        IReadOnlyList<OnnxNode> nodes,
        ImportOptions options,
        (int Height, int Width)? usual
    )
    {
        HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
        OnnxValue[] inputs =
        [
            .. network.Graph.Inputs.Where(value => used.Contains(value.Name) && !constants.Has(value.Name)),
        ];
        if (inputs is not [OnnxValue input])
        {
            throw new WeightFileException(
                network.File,
                $"the network reads {inputs.Length} inputs{(inputs.Length > 1 ? $" ({Names(inputs)})" : "")}, and one is "
                    + "expected: images",
                Advice
            );
        }

        if (!OnnxTypes.IsReal(input.Type) || input.Extents.Count != 4)
        {
            throw new WeightFileException(
                network.File,
                $"the input {Quoted.Text(input.Name)} is {OnnxTypes.Name(input.Type)} with {input.Extents.Count} extents, and "
                    + "images are expected",
                Advice
            );
        }

        bool isLast = nodes.Where(node => node.Inputs.Contains(input.Name)).All(IsTurn);
        long channels = input.Extents[isLast ? 3 : 1];
        long height = options.InputHeight ?? input.Extents[isLast ? 1 : 2];
        long width = options.InputWidth ?? input.Extents[isLast ? 2 : 3];
        MapShape shape = new(
            channels > 0 ? channels
                : ChannelsOfFirst(nodes, constants) is > 0 and var read ? read
                : throw new WeightFileException(
                    network.File,
                    $"the input {Quoted.Text(input.Name)} does not say how many channels an image has, and no convolution "
                        + "with constant weights does",
                    Advice
                ),
            height > 0 ? height : usual?.Height ?? Usual,
            width > 0 ? width : usual?.Width ?? Usual
        );
        return
            shape.Channels <= NetworkLimits.InputChannels
            && Math.Max(shape.Height, shape.Width) <= NetworkLimits.InputSize
            ? new(input.Name, shape, isLast, usual is null ? Assumed() : [])
            : throw new WeightFileException(
                network.File,
                $"images of {shape.Channels} channels, {shape.Height}x{shape.Width}, are beyond the limits of "
                    + $"{NetworkLimits.InputChannels} and {NetworkLimits.InputSize}",
                "Export the network for smaller images."
            );

        IReadOnlyList<string> Assumed() =>
            (height > 0, width > 0) switch
            {
                (true, true) => [],
                (true, false) => [nameof(NetworkDeclaration.InputWidth)],
                (false, true) => [nameof(NetworkDeclaration.InputHeight)],
                _ => [nameof(NetworkDeclaration.InputHeight), nameof(NetworkDeclaration.InputWidth)],
            };
    }

    /// <summary>Whether a node makes [image, channel, row, column] of [image, row, column, channel].</summary>
    public static bool IsTurn(OnnxNode node) => node.Operator == "Transpose" && node["perm"]?.Longs is [0, 3, 1, 2];

    private static long ChannelsOfFirst(IReadOnlyList<OnnxNode> nodes, GraphConstants constants)
    {
        OnnxNode? first = nodes.FirstOrDefault(node => node is { Operator: "Conv", Inputs.Count: > 1 });
        return first is not null && constants.Tensor(first.Inputs[1]) is { Shape: { Rank: 4 } shape }
            ? shape[1] * Math.Clamp(first["group"]?.Long ?? 1, 1, NetworkLimits.Groups)
            : 0;
    }

    private static string Names(OnnxValue[] inputs) =>
        string.Join(", ", inputs.Take(4).Select(value => Quoted.Text(value.Name)));
}
