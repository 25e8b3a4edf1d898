namespace ResNetGen.Cli.Tests.Support;

/// <summary>The pictures of samples/images; their names say what they show.</summary>
internal static class Samples
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static IReadOnlyList<string> Files { get; } =
    [.. System.IO.Directory.GetFiles(Directory, "*.png").Order(StringComparer.Ordinal)];

    /// <summary>A sample.</summary>
    public static string Of(string garment) => Path.Combine(Directory, garment + "-1.png");

    /// <summary>The label that a file is named for: <c>t-shirt-top</c> for <c>T-shirt/top</c>.</summary>
    public static string NameOf(string label) => label.ToLowerInvariant().Replace(' ', '-').Replace('/', '-');
}
