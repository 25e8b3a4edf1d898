using System.IO.Compression;
using System.Text.Json;
using ResNetGen.Imaging.Tests;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>
/// The first 500 test images of Fashion-MNIST, and what the trained network gives for them in float64 arithmetic.
/// </summary>
internal static class FashionTestSet
{
    public const int Count = 500;
    public const int Side = 28;

    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    private static readonly byte[] Images = Unzip("fashion-test-500-images.idx3.gz");

    public static IReadOnlyList<byte> Labels { get; } = [.. Unzip("fashion-test-500-labels.idx1.gz").Skip(LabelHeader)];

    public static JsonElement Reference { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Golden("fashion-test-500-logits.json"))).RootElement;

    public static ReadOnlySpan<byte> Pixels(int index) =>
        Images.AsSpan(ImageHeader + (index * Side * Side), Side * Side);

    public static double[] Logits(int index) =>
        [.. Reference.GetProperty("logits")[index].EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>An image as a PNG file.</summary>
    public static byte[] Png(int index) =>
        PngWriter.Write(Side, PngWriter.Grey, depth: 8, [.. Pixels(index).ToArray().Chunk(Side)]);

    private static byte[] Unzip(string name)
    {
        using GZipStream stream = new(File.OpenRead(Golden(name)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
