namespace ResNetGen.Weights;

/// <summary>
/// Names of files whose bytes are not UTF-8, which Unix allows. .NET puts U+FFFD in the place of such bytes, in
/// listings and in arguments, and looks for a file of that other name.
/// </summary>
internal static class UndecodableName
{
    /// <summary>What to do about a file that is not found for its name.</summary>
    public const string Advice =
        "U+FFFD in its name stands for bytes that are not UTF-8, and .NET cannot open such a file: rename it.";

    /// <summary>Whether a path that is not found may be such a file's.</summary>
    public static bool Is(string path) => !OperatingSystem.IsWindows() && path.Contains('\uFFFD');
}
