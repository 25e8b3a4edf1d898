using ResNetGen.Imaging;
using static ResNetGen.Import.Tests.Configs;

namespace ResNetGen.Import.Tests;

/// <summary>What the files of transformers say.</summary>
public class TransformersConfigTests
{
    [Fact]
    public void ConfigOfTransformers()
    {
        ImportedNetwork network = Recognise(ResNet50, Transformers, Preprocessor);
        Assert.Equal(ResNet50, network.Declaration);
        Assert.Empty(network.Notes);
        Assert.Equal(Preprocessing.Timm(224, 0.875), network.Preprocessing);
        Assert.Equal(256, network.Preprocessing!.ShorterSide);
        Assert.Equal(
            BottleneckStride.Conv1x1,
            Recognise(
                ResNet50,
                Change(Transformers, "downsample_in_bottleneck", "true"),
                Preprocessor
            ).Declaration.BottleneckStride
        );

        // The user knows better.
        Assert.Equal(
            BottleneckStride.Conv1x1,
            Recognise(
                ResNet50,
                Transformers,
                options: new() { BottleneckStride = BottleneckStride.Conv1x1 }
            ).Declaration.BottleneckStride
        );
    }

    [Fact]
    public void LabelsOfTransformersAreInTheOrderOfTheirNumbers()
    {
        NetworkDeclaration three = ResNet50 with { Classes = 3 };
        string config = Change(
            Transformers,
            "num_labels",
            "null",
            "id2label",
            "{\"2\": \"c\", \"0\": \"a\", \"1\": \"b\"}"
        );
        Assert.Equal(["a", "b", "c"], Recognise(three, config).Labels);
        config = Change(config, "id2label", "{\"0\": \"LABEL_0\", \"1\": \"LABEL_1\", \"2\": \"LABEL_2\"}");
        Assert.Empty(Recognise(three, config).Labels);
        Assert.Contains(
            "\"id2label\" has \"3\", where numbers from 0 to 1 are expected",
            Refuse(three, Change(config, "id2label", "{\"0\": \"a\", \"3\": \"b\"}"))
        );
        Assert.Contains(
            "\"id2label\" has \"00\"",
            Refuse(three, Change(config, "id2label", "{\"00\": \"a\", \"1\": \"b\"}"))
        );
        Assert.Contains(
            "\"id2label\" has \"01\"",
            Refuse(three, Change(config, "id2label", "{\"1\": \"a\", \"01\": \"b\"}"))
        );
    }

    // BitImageProcessor, which other ResNets have: resized and cropped by two sizes.
    [Fact]
    public void CropHasASizeOfItsOwn()
    {
        ImportedNetwork network = Recognise(
            ResNet50,
            Transformers,
            """
            {
              "image_processor_type": "BitImageProcessor",
              "do_center_crop": true,
              "crop_size": {"height": 192, "width": 192},
              "size": {"shortest_edge": 232},
              "resample": 2,
              "do_normalize": false,
              "do_rescale": true,
              "rescale_factor": 0.00392156862745098
            }
            """
        );
        Assert.Equal((192, 192), (network.Declaration.InputHeight, network.Declaration.InputWidth));
        Assert.Equal(
            new Preprocessing
            {
                ShorterSide = 232,
                CropHeight = 192,
                CropWidth = 192,
                Mean = [0, 0, 0],
                StandardDeviation = [1, 1, 1],
            }.ForInput(192, 192),
            network.Preprocessing
        );
    }

    [Theory]
    [InlineData("size", "384", "are resized to a width and a height")]
    [InlineData("size", "{\"height\": 224, \"width\": 224}", "are resized to a width and a height")]
    [InlineData("resample", "1", "neither bilinear (2) nor bicubic (3)")]
    [InlineData("rescale_factor", "1", "not divided by 255")]
    [InlineData("do_rescale", "false", "not divided by 255")]
    [InlineData("do_resize", "false", "not resized")]
    [InlineData("resample", "null", "it has no resample")]
    [InlineData("image_mean", "null", "it has no image_mean")]
    [InlineData("image_std", "null", "it has no image_std")]
    public void PicturesThatTransformersPreparesOtherwiseAreNoted(string name, string value, string problem)
    {
        ImportedNetwork network = Recognise(ResNet50, Transformers, Change(Preprocessor, name, value));
        Assert.Null(network.Preprocessing);
        Assert.Contains(network.Notes, note => note.Contains(problem) && note.EndsWith("no preprocessing is written."));
        Assert.DoesNotContain(network.Notes, note => note.Contains("assumed"));
    }

    [Theory]
    [InlineData("depths", "[3, 4, 23, 3]", "it says stages of 3-4-23-3")]
    [InlineData("depths", "[]", "it says stages of none, and")]
    [InlineData("layer_type", "\"basic\"", "it says blocks Basic")]
    [InlineData("layer_type", "\"other\"", "\"layer_type\" is \"other\"")]
    [InlineData("embedding_size", "32", "it says a stem of width 32")]
    [InlineData("hidden_sizes", "[256, 512, 1024, 1024]", "it says stages with channels 256-512-1024-1024")]
    [InlineData("num_labels", "2", "it says classes 2")]
    [InlineData("num_channels", "1", "it says input channels 1")]
    [InlineData("hidden_act", "\"gelu\"", "an activation that no option declares (\"gelu\")")]
    [InlineData("downsample_in_first_stage", "true", "a stride in the first stage")]
    [InlineData("model_type", "\"regnet\"", "\"model_type\" is \"regnet\", where \"resnet\" is expected")]
    public void ConfigOfTransformersMustNotContradictTheWeights(string name, string value, string problem) =>
        Assert.Contains(problem, Refuse(ResNet50, Change(Transformers, name, value)));

    // A backbone may have the file of the whole network beside it.
    [Fact]
    public void NetworkWithoutAClassifierHasNoLabels()
    {
        string config = Change(Transformers, "num_labels", "null", "id2label", "{\"0\": \"a\"}");
        ImportedNetwork network = Recognise(ResNet50 with { Classes = 0 }, config, Preprocessor);
        Assert.Equal(0, network.Declaration.Classes);
        Assert.Empty(network.Labels);
        Assert.NotNull(network.Preprocessing);
    }
}
