using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Samples.Tests.Support;

/// <summary>Where the samples and what they need are.</summary>
internal static class Sample
{
    public static string Weights { get; } =
        Path.Combine(TestProject.Repository, "src", "Cli", "Assets", "fashion-resnet20.safetensors");

    public static string Picture(string name) =>
        Path.Combine(TestProject.Repository, "samples", "images", $"{name}-1.png");

    public static string Photograph(string name) =>
        Path.Combine(TestProject.Repository, "tests", "Imaging.Tests", "golden", $"{name}.png");

    public static string Folder(string name) => Path.Combine(TestProject.Repository, "samples", name);

    /// <summary>The program of a sample, as it was built with the tests.</summary>
    public static string Built(string name, string program) =>
        Path.Combine(Folder(name), "bin", TestProject.Configuration, "net10.0", program);
}
