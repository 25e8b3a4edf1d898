using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary>The embedded network for photographs, against the features that ONNX Runtime gives for its ONNX files.</summary>
public class ImageNet18Tests
{
    // Both are shares of the largest feature. In float16 a weight has 11 bits.
    private const double Tolerance = 3e-5;
    private const double HalfTolerance = 1e-3;

    private static readonly string Onnx = typeof(ImageNet18Tests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "ImageNet18")
        .Value!;

    [Theory]
    [InlineData("camera")]
    [InlineData("chelsea")]
    [InlineData("coffee")]
    public void FeaturesWithoutAModelAreItsOwn(string picture) => Check(picture, HalfTolerance);

    [Theory]
    [InlineData("camera")]
    [InlineData("chelsea")]
    [InlineData("coffee")]
    public void FeaturesWithTheOnnxFileAreThoseOfOnnxRuntime(string picture) =>
        Check(picture, Tolerance, "--model", "imagenet18", "--weights", Onnx);

    [Fact]
    public void InspectTellsTheDeclaration() =>
        Assert.Contains(
            "[ResNet(BlockType.Basic, 2, 2, 2, 3, Classes = 0)]",
            Invocation.Run("inspect", Onnx).Succeeded().Lines
        );

    [Fact]
    public void ItHasNoClasses() =>
        Invocation
            .Run("classify", Picture("camera"), "--model", "imagenet18")
            .Failed(
                ExitCode.Usage,
                "resnetgen: imagenet18 has no classifier, and so no classes: 'resnetgen fit' learns one from pictures"
            );

    [Fact]
    public void ItsMeanImageIsForOneSize() =>
        Invocation
            .Run("embed", Picture("camera"), "--model", "resnet20", "--weights", "none", "--preset", "imagenet18")
            .Failed(
                ExitCode.Usage,
                "--preset imagenet18 has a mean image of 224 x 224 pixels; resnet20 takes 32 x 32."
            );

    private static void Check(string picture, double tolerance, params string[] options)
    {
        string line = Assert.Single(Invocation.Run(["embed", Picture(picture), .. options]).Succeeded().Lines);
        float[] found = [.. line.Split('\t')[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        float[] expected =
        [
            .. JsonDocument
                .Parse(File.ReadAllBytes(Golden("imagenet18", "features.json")))
                .RootElement.GetProperty($"{picture}.256-bilinear-224")
                .EnumerateArray()
                .Select(one => one.GetSingle()),
        ];
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(
            expected.Zip(found),
            pair => Assert.InRange(pair.Second - pair.First, -tolerance * largest, tolerance * largest)
        );
    }

    private static string Picture(string name) => Golden("photographs", name + ".png");

    private static string Golden(params string[] path) => Path.Combine([AppContext.BaseDirectory, "golden", .. path]);
}
