using System.Text.Json;

namespace ResNetGen.Import.Tests;

/// <summary>Networks on weights that went through WriteSafetensors, against logits of PyTorch in float64.</summary>
public class NetworkTests
{
    // Winograd's algorithms in float32; half precision has 11 bits.
    private const double Tolerance = 3e-5;
    private const double HalfTolerance = 5e-3;

    [Theory]
    [InlineData("basic.pth", "")]
    [InlineData("basic-legacy.pth", "")]
    [InlineData("basic-half.pth", "")]
    [InlineData("basic-views.pth", "")]
    [InlineData("basic-whole-model.pt", "")]
    [InlineData("basic-torchscript.pt", "")]
    [InlineData("basic-training.pth.tar", "state_dict.module.")]
    public void BasicNetworkHasTheLogitsOfPyTorch(string file, string prefix) =>
        Check<BasicNetwork>("basic", file, prefix, file.Contains("half") ? HalfTolerance : Tolerance);

    [Fact]
    public void NextNetworkHasTheLogitsOfPyTorch() => Check<NextNetwork>("next", "next.pth", "", Tolerance);

    private static void Check<T>(string network, string file, string prefix, double tolerance)
        where T : class, IImageClassifier<T>
    {
        using TemporaryFolder folder = new();
        using (Checkpoint checkpoint = GoldenFiles.Open(file))
        {
            checkpoint.WriteSafetensors(
                folder["weights"],
                checkpoint
                    .Tensors.Where(tensor => tensor.Name.StartsWith(prefix) && !tensor.Name.EndsWith("_tracked"))
                    .ToDictionary(tensor => tensor.Name[prefix.Length..], tensor => tensor.Name)
            );
        }

        float[] logits = GoldenRun.Logits<T>(folder["weights"]);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Path("expected.json")));
        double[] expected =
        [
            .. json
                .RootElement.GetProperty(network)
                .GetProperty("logits")
                .EnumerateArray()
                .Select(one => one.GetDouble()),
        ];
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, logits.Length);
        Assert.All(
            expected.Zip(logits),
            pair => Assert.InRange(pair.Second - pair.First, -tolerance * largest, tolerance * largest)
        );
    }
}
