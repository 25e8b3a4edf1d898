using static System.FormattableString;

namespace ResNetGen;

/// <summary>
/// What a network must be to be declared, before there is a class for it: what the generator reports as errors.
/// </summary>
internal static class DeclarationRules
{
    /// <summary>What the generator would refuse, whatever the size of images; <see langword="null"/> if nothing.</summary>
    public static string? WhatIsWrong(NetworkDeclaration network)
    {
        foreach ((string property, int value, _) in network.Numbers)
        {
            (_, int least, int most) = NetworkLimits.Numbers.Single(limits => limits.Property == property);
            if (value < least || value > most)
            {
                return Invariant($"{property} is {value}, and {least} to {most} can be declared");
            }
        }

        if (network.Stages.Count is < 1 or > NetworkLimits.Stages || network.Stages.Any(blocks => blocks < 1))
        {
            return Invariant(
                $"it has {network.Stages.Count} stages, and 1 to {NetworkLimits.Stages} with a block or more can be declared"
            );
        }

        long blocks = network.Stages.Sum(stage => (long)stage);
        if (blocks > NetworkLimits.Blocks)
        {
            return Invariant($"it has {blocks} blocks, and {NetworkLimits.Blocks} are the most");
        }

        if (
            network.BlockType == BlockType.Basic
            && network.Numbers.Any(number =>
                number.Property is nameof(network.Groups) or nameof(network.WidthPerGroup)
                && number.Value != number.Usual
            )
        )
        {
            return "basic blocks have no groups";
        }

        if (network.BlockType == BlockType.Basic && network.BottleneckStride != BottleneckStride.Conv3x3)
        {
            return "basic blocks have no 1x1 convolution to take the stride";
        }

        if (!NetworkShape.HasWholeWidths(network))
        {
            return "its blocks would have a fraction of a channel";
        }

        NetworkShape shape = NetworkShape.Of(network);
        return shape.WidestChannels > NetworkLimits.Channels
                ? Invariant(
                    $"its widest layer has {shape.WidestChannels} channels, and {NetworkLimits.Channels} are the most"
                )
            : shape.Parameters > NetworkLimits.Floats
                ? Invariant($"it has {shape.Parameters} parameters, and {NetworkLimits.Floats} are the most")
            : null;
    }

    /// <summary>
    /// What the generator would refuse of the size of images, of a network that is right otherwise.
    /// </summary>
    public static string? WhatIsWrongWithImages(NetworkDeclaration network)
    {
        int smallest = NetworkShape.SmallestInput(network.Stem, network.Stages.Count);
        string images = Invariant($"images of {network.InputHeight}x{network.InputWidth}");
        return Math.Min(network.InputHeight, network.InputWidth) < smallest
                ? Invariant($"it takes {images}, and {smallest} rows and columns are the fewest")
            : NetworkShape.Of(network).WorkspacePerImage > NetworkLimits.Floats
                ? Invariant($"{images} need a workspace of more than {NetworkLimits.Floats} floats")
            : null;
    }
}
