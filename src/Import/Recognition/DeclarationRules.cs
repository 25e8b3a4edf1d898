using System.Globalization;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>What a network must be to be declared: what the generator reports as errors, before there is a
/// class.</summary>
internal static class DeclarationRules
{
    /// <param name="file">The path, for the message.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="WeightFileException">The generator would refuse it.</exception>
    public static void Check(string file, NetworkDeclaration network)
    {
        if (WhatIsWrong(network) is { } problem)
        {
            throw new WeightFileException(file, $"{network} is no network to be declared: {problem}");
        }
    }

    /// <summary>What the generator would refuse; <see langword="null"/> if nothing.</summary>
    public static string? WhatIsWrong(NetworkDeclaration network)
    {
        foreach (
            (string name, int value, int least, int most) in new[]
            {
                (nameof(network.Classes), network.Classes, 0, NetworkLimits.Classes),
                (nameof(network.InputChannels), network.InputChannels, 1, NetworkLimits.InputChannels),
                (nameof(network.InputHeight), network.InputHeight, 1, NetworkLimits.InputSize),
                (nameof(network.InputWidth), network.InputWidth, 1, NetworkLimits.InputSize),
                (nameof(network.BaseWidth), network.BaseWidth, 1, NetworkLimits.BaseWidth),
                (nameof(network.Groups), network.Groups, 1, NetworkLimits.Groups),
                (nameof(network.WidthPerGroup), network.WidthPerGroup, 1, NetworkLimits.WidthPerGroup),
                ("The number of stages", network.Stages.Count, 1, NetworkLimits.Stages),
                ("The number of blocks", network.Stages.Sum(), network.Stages.Count, NetworkLimits.Blocks),
            }
        )
        {
            if (value < least || value > most)
            {
                return Invariant($"{name} is {value}, and {least} to {most} can be declared");
            }
        }

        int smallest = NetworkShape.SmallestInput(network.Stem, network.Stages.Count);
        if (Math.Min(network.InputHeight, network.InputWidth) < smallest)
        {
            return Invariant(
                $"its images have {network.InputHeight} x {network.InputWidth} pixels, and {smallest} rows and columns are the fewest. Say their size with --input ROWSxCOLUMNS"
            );
        }

        if (network.BlockType == BlockType.Basic && (network.Groups, network.WidthPerGroup) != (1, 64))
        {
            return "basic blocks have no groups";
        }

        if (network.BlockType == BlockType.Bottleneck && (long)network.BaseWidth * network.WidthPerGroup % 64 != 0)
        {
            return "its blocks would have a fraction of a channel";
        }

        NetworkShape shape = NetworkShape.Of(network);
        return shape.WidestChannels > NetworkLimits.Channels
                ? Invariant(
                    $"its widest layer has {shape.WidestChannels} channels, and {NetworkLimits.Channels} are the most"
                )
            : shape.Parameters > NetworkLimits.Floats || shape.WorkspacePerImage > NetworkLimits.Floats
                ? Invariant(
                    $"its parameters, or the workspace of an image, are more than {NetworkLimits.Floats} floats"
                )
            : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
