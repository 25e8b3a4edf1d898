using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Images as exporters take them, and what is said beside a graph.</summary>
public class InputVariantTests
{
    [Fact]
    public void ChannelsLast()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
                writer.Model.Node(
                    "Transpose",
                    "planes",
                    [writer.Model.Input(NetworkWriter.Images, 1, 32, 48, 3)],
                    Attributes.Ints("perm", 0, 3, 1, 2)
                ),
        };
        string note = Assert.Single(Recognised.As<EvenBasic>(writer.Write(), input: Interleave));
        Assert.Contains("the class takes planes", note);

        static float[] Interleave(float[] planes)
        {
            int pixels = planes.Length / 3;
            return [.. Enumerable.Range(0, planes.Length).Select(index => planes[(index % 3 * pixels) + (index / 3)])];
        }
    }

    [Fact]
    public void SizeOfImagesMayBeOpen()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Begin = () => writer.Model.Input(NetworkWriter.Images, 0, 0, 0, 0) };
        byte[] model = writer.Write();
        Assert.Empty(Recognised.As<OddBasic>(model, new() { InputHeight = 33, InputWidth = 47 }));

        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", model));
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.Equal("[ResNet(BlockType.Basic, 1, 1, Classes = 3, BaseWidth = 4)]", network.Declaration.ToString());
        Assert.Contains("224x224 is assumed", Assert.Single(network.Notes));
    }

    /// <summary>Only what neither the graph nor the user says is assumed.</summary>
    [Theory]
    [InlineData(0, 0, null, null, "how large an image is: 224x224 is", "InputHeight InputWidth")]
    [InlineData(0, 0, 96, null, "how wide an image is: 224 is", "InputWidth")]
    [InlineData(0, 0, null, 96, "how high an image is: 224 is", "InputHeight")]
    [InlineData(0, 64, null, null, "how high an image is: 224 is", "InputHeight")]
    [InlineData(64, 0, null, 96, null, "")]
    public void OpenExtentsAreAssumed(int rows, int columns, int? height, int? width, string? note, string assumed)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Begin = () => writer.Model.Input(NetworkWriter.Images, 1, 3, rows, columns) };
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        ImportedNetwork network = ImportedNetwork.Recognise(
            checkpoint,
            new() { InputHeight = height, InputWidth = width }
        );
        Assert.Equal(assumed, string.Join(' ', network.Assumed));
        Assert.Contains(note ?? "", string.Join('\n', network.Notes));
        Assert.Equal(note is null, network.Notes.Count == 0);
    }

    /// <summary>A folder of Hugging Face's optimum: labels and preparation are beside the graph.</summary>
    [Fact]
    public void FilesBesideTellTheRest()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Begin = () => writer.Model.Input(NetworkWriter.Images, 0, 3, 0, 0) };
        using TemporaryFolder folder = new();
        folder.Write("model.onnx", writer.Write());
        string config = """
            {"architecture": "resnet18", "num_classes": 3, "label_names": ["a", "b", "c"],
             "pretrained_cfg": {"input_size": [3, 32, 48], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
                                "crop_pct": 1.0, "interpolation": "bilinear"}}
            """;
        File.WriteAllText(folder["config.json"], config);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.Throws<WeightFileException>(() => ImportedNetwork.Recognise(checkpoint));

        File.WriteAllText(
            folder["config.json"],
            """
            {"model_type": "resnet", "depths": [1, 1], "layer_type": "basic", "hidden_sizes": [4, 8], "embedding_size": 4,
             "id2label": {"0": "a", "1": "b", "2": "c"}}
            """
        );
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.Equal(["a", "b", "c"], network.Labels);
        Assert.Equal((2, 1), (network.Declaration.Stages.Count, network.Declaration.Stages[1]));
    }
}
