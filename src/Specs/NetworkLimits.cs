namespace ResNetGen;

/// <summary>The largest network there is code for; docs/diagnostics says the same numbers.</summary>
internal static class NetworkLimits
{
    public const int Classes = 1_000_000;
    public const int InputChannels = 4_096;
    public const int InputSize = 16_384;
    public const int Batch = 1_024;
    public const int BaseWidth = 8_192;
    public const int Groups = 8_192;
    public const int WidthPerGroup = 8_192;

    /// <summary>The least and the most of each number of an attribute, by the name of its property.</summary>
    public static readonly IReadOnlyList<(string Property, int Least, int Most)> Numbers =
    [
        (nameof(ResNetAttribute.Classes), 0, Classes),
        (nameof(ResNetAttribute.InputChannels), 1, InputChannels),
        (nameof(ResNetAttribute.InputHeight), 1, InputSize),
        (nameof(ResNetAttribute.InputWidth), 1, InputSize),
        (nameof(ResNetAttribute.Batch), 1, Batch),
        (nameof(ResNetAttribute.BaseWidth), 1, BaseWidth),
        (nameof(ResNetAttribute.Groups), 1, Groups),
        (nameof(ResNetAttribute.WidthPerGroup), 1, WidthPerGroup),
    ];

    public const int Stages = 8;

    /// <summary>Blocks of all stages together: each is a method of its own.</summary>
    public const int Blocks = 2_048;

    /// <summary>Channels of the widest layer.</summary>
    public const int Channels = 65_536;

    /// <summary>Parameters, and floats in the workspace: what an <see cref="int"/> can count.</summary>
    public const int Floats = int.MaxValue;
}
