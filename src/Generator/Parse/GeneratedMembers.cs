using System.Text.RegularExpressions;

namespace ResNetGen.Generator.Parse;

/// <summary>The names that the generated part of a class declares, and its author therefore cannot.</summary>
internal static class GeneratedMembers
{
    /// <summary>
    /// Names as they stand; besides these, the names of stages and blocks, and private ones that begin with
    /// <see cref="PrivatePrefix"/>.
    /// </summary>
    public static readonly string[] Names =
    [
        "Classes",
        "InputChannels",
        "InputHeight",
        "InputWidth",
        "InputLength",
        "EmbeddingLength",
        "Batch",
        "Parameters",
        "MultiplyAdds",
        "WorkspaceBytes",
        "Network",
        "Threads",
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
        "StemBlock",
        "HeadBlock",
        "NativeFunctions",
        "_info",
    ];

    public const string PrivatePrefix = "_engine";

    /// <summary>
    /// Methods of residual blocks, such as <c>Layer3_0</c>, and of a stage's rows in the table of layers,
    /// <c>Layer3Layers</c>.
    /// </summary>
    private static readonly Regex OfStage = new("^Layer[0-9]+(_[0-9]+|Layers)$", RegexOptions.CultureInvariant);

    /// <summary>The property whose accessor a method of this name would be; any other name as it is.</summary>
    public static string PropertyOf(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)
            ? name.Substring("get_".Length)
            : name;

    public static bool Contains(string name) =>
        Names.Contains(PropertyOf(name))
        || name.StartsWith(PrivatePrefix, StringComparison.Ordinal)
        || OfStage.IsMatch(name);
}
