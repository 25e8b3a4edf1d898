namespace ResNetGen.Generator.Parse;

/// <summary>The names that the generated part of a class declares, and its author therefore cannot.</summary>
internal static class GeneratedMembers
{
    /// <summary>Names as they stand; besides these, <c>Layer1_0</c> and its like, and private names that begin with <see cref="PrivatePrefix"/>.</summary>
    public static readonly string[] Names =
    [
        "Classes",
        "InputChannels",
        "InputHeight",
        "InputWidth",
        "InputLength",
        "EmbeddingLength",
        "MaxBatch",
        "Parameters",
        "MultiplyAdds",
        "WorkspaceBytes",
        "Network",
        "Info",
        "CreateInfo",
        "StemLayers",
        "HeadLayers",
        "Load",
        "LoadEmbedded",
        "Forward",
        "Embed",
        "FeatureMap",
        "Profile",
        "Fork",
        "Dispose",
        "Walk",
        "Stem",
        "Head",
    ];

    public const string PrivatePrefix = "_engine";

    private const string BlockPrefix = "Layer";

    public static bool Contains(string name) =>
        Names.Contains(name) || name.StartsWith(PrivatePrefix, StringComparison.Ordinal) || IsBlock(name);

    /// <summary>Whether the name is that of a residual block's method, such as <c>Layer3_0</c>.</summary>
    private static bool IsBlock(string name)
    {
        if (!name.StartsWith(BlockPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] numbers = name.Substring(BlockPrefix.Length).Split('_');
        return numbers.Length == 2 && numbers.All(number => number.Length > 0 && number.All(digit => digit is >= '0' and <= '9'));
    }
}
