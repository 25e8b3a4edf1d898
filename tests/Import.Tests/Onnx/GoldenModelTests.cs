using System.Text.Json;
using ResNetGen.Bench;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Models that PyTorch exported.</summary>
public class GoldenModelTests
{
    private const double Tolerance = 3e-5;

    [Theory]
    [InlineData("basic.onnx")]
    [InlineData("basic-batchnorm.onnx")]
    public void BasicNetworkHasTheLogitsOfPyTorch(string file) => Check<BasicNetwork>("basic", file);

    /// <summary>A graph tells which tensors are its network's; names of them tell nothing.</summary>
    [Fact]
    public void TensorsOfAGraphAreNotChosenByName()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("next.onnx");
        foreach (
            ImportOptions options in new[]
            {
                new ImportOptions { Prefix = "x." },
                new() { Ignore = ["fc.*"] },
            }
        )
        {
            Assert.EndsWith(
                "Leave out --prefix and --ignore.",
                Assert
                    .Throws<ResNetGen.Weights.WeightFileException>(() => ImportedNetwork.Recognise(checkpoint, options))
                    .Message
            );
        }
    }

    [Fact]
    public void NextNetworkHasTheLogitsOfPyTorch() => Check<NextNetwork>("next", "next.onnx");

    /// <summary>Operator sets 9 to 16, constants folded or not, norms folded or not, images of any size.</summary>
    [Theory]
    [InlineData("pytorch-9.onnx", "")]
    [InlineData("pytorch-9-norms.onnx", "")]
    [InlineData("pytorch-13.onnx", "")]
    [InlineData("pytorch-16-norms.onnx", "")]
    [InlineData("pytorch-16-any-size.onnx", "does not say how large")]
    public void ExportsOfPyTorchAreRecognised(string file, string note)
    {
        ImportOptions? size = note.Length > 0 ? new() { InputHeight = 33, InputWidth = 47 } : null;
        Recognised.As<OddBasic>(GoldenFiles.Path("onnx/" + file), size);
        if (note.Length > 0)
        {
            using Checkpoint checkpoint = GoldenFiles.Open("onnx/" + file);
            Assert.Contains(note, Assert.Single(ImportedNetwork.Recognise(checkpoint).Notes));
        }
    }

    /// <summary>Zero channels are padded by numbers that the graph computes.</summary>
    [Theory]
    [InlineData("pytorch-zero-pad-10.onnx")]
    [InlineData("pytorch-zero-pad-13.onnx")]
    [InlineData("pytorch-zero-pad-13-not-folded.onnx")]
    public void ZeroPaddingOfPyTorchIsRecognised(string file) =>
        Recognised.As<FourZeroPad>(GoldenFiles.Path("onnx/" + file));

    [Fact]
    public void ExportInTrainingModeIsRefused() =>
        Assert.Contains(
            "is as in training",
            Recognised.Not(File.ReadAllBytes(GoldenFiles.Path("onnx/pytorch-13-training.onnx")))
        );

    private static void Check<T>(string network, string file)
        where T : class, IImageClassifier<T>
    {
        using TemporaryFolder folder = new();
        using (Checkpoint checkpoint = GoldenFiles.Open(file))
        {
            ImportedNetwork recognised = ImportedNetwork.Recognise(checkpoint);
            Assert.True(recognised.Computes(T.Network));
            Assert.Empty(recognised.Notes);
            Assert.Empty(recognised.LeftOut);
            recognised.WriteSafetensors(folder["weights"]);
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Path("expected.json")));
        float[] expected =
        [
            .. json
                .RootElement.GetProperty(network)
                .GetProperty("logits")
                .EnumerateArray()
                .Select(one => one.GetSingle()),
        ];
        Assert.InRange(Agreement.LargestDifference(expected, GoldenRun.Logits<T>(folder["weights"])), 0, Tolerance);
    }
}
