namespace ResNetGen.Imaging.Tests;

/// <summary>Reference pictures beside the tests: sources and what Pillow and torchvision make of them.</summary>
internal static class Golden
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "golden");

    public static string File(string name) => Path.Combine(Folder, name);

    public static Picture Load(string name) => Picture.Load(File(name));

    public static byte[] Bytes(string name) => System.IO.File.ReadAllBytes(File(name));

    /// <summary>Names of the files of a folder that match, in order.</summary>
    public static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.GetFiles(File(folder), pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static void AssertSame(Picture expected, Picture actual)
    {
        Assert.Equal(
            (expected.Width, expected.Height, expected.Channels),
            (actual.Width, actual.Height, actual.Channels)
        );
        int same = expected.Pixels.CommonPrefixLength(actual.Pixels);
        Assert.True(same == expected.Pixels.Length, $"First difference at sample {same}");
    }
}
