using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResNetGen.Imaging;

namespace ResNetGen.Import.Tests;

/// <summary>What files beside weights say: timm's config.json, and those of transformers.</summary>
public class ConfigTests
{
    // As https://huggingface.co/timm/resnet50.a1_in1k has it.
    private const string Timm = """
        {
          "architecture": "resnet50",
          "num_classes": 1000,
          "num_features": 2048,
          "pretrained_cfg": {
            "tag": "a1_in1k",
            "custom_load": false,
            "input_size": [3, 224, 224],
            "test_input_size": [3, 288, 288],
            "fixed_input_size": false,
            "interpolation": "bicubic",
            "crop_pct": 0.95,
            "test_crop_pct": 1.0,
            "crop_mode": "center",
            "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225],
            "num_classes": 1000,
            "pool_size": [7, 7],
            "first_conv": "conv1",
            "classifier": "fc"
          }
        }
        """;

    // As https://huggingface.co/microsoft/resnet-50 has it, without its 1000 labels.
    private const string Transformers = """
        {
          "architectures": ["ResNetForImageClassification"],
          "depths": [3, 4, 6, 3],
          "downsample_in_first_stage": false,
          "embedding_size": 64,
          "hidden_act": "relu",
          "hidden_sizes": [256, 512, 1024, 2048],
          "layer_type": "bottleneck",
          "model_type": "resnet",
          "num_channels": 3,
          "num_labels": 1000,
          "torch_dtype": "float32"
        }
        """;

    private const string Preprocessor = """
        {
          "crop_pct": 0.875,
          "do_normalize": true,
          "do_resize": true,
          "feature_extractor_type": "ConvNextFeatureExtractor",
          "image_mean": [0.485, 0.456, 0.406],
          "image_std": [0.229, 0.224, 0.225],
          "resample": 3,
          "size": 224
        }
        """;

    private static readonly NetworkDeclaration ResNet50 = new()
    {
        BlockType = BlockType.Bottleneck,
        Stages = [3, 4, 6, 3],
    };

    [Fact]
    public void ConfigOfTimm()
    {
        ImportedNetwork network = Recognise(ResNet50, Timm);
        Assert.Equal(ResNet50, network.Declaration);
        Assert.Equal(Preprocessing.Timm(224, 0.95), network.Preprocessing);
        Assert.Equal(235, network.Preprocessing!.ShorterSide);
        Assert.Contains("--input 288x288", Assert.Single(network.Notes));

        // As the note says.
        network = Recognise(ResNet50, Timm, options: new() { InputHeight = 288, InputWidth = 288 });
        Assert.Equal(Preprocessing.Timm(288, 1), network.Preprocessing);
        network = Recognise(ResNet50, Timm, options: new() { InputHeight = 192, InputWidth = 192 });
        Assert.Equal(Preprocessing.Timm(192, 0.95), network.Preprocessing);
    }

    // timm's preprocessing is not the same for all of its networks.
    [Fact]
    public void NormalisationIsThatOfTheFile()
    {
        ImportedNetwork network = Recognise(
            ResNet50,
            Change(
                Timm,
                "pretrained_cfg.mean",
                "[0.5, 0.5, 0.5]",
                "pretrained_cfg.std",
                "[0.5, 0.25, 0.5]",
                "pretrained_cfg.interpolation",
                "\"bilinear\""
            )
        );
        Assert.Equal(
            Preprocessing.Timm(224, 0.95) with
            {
                Filter = ResizeFilter.Bilinear,
                Mean = [0.5f, 0.5f, 0.5f],
                StandardDeviation = [0.5f, 0.25f, 0.5f],
            },
            network.Preprocessing
        );
    }

    [Fact]
    public void LabelsOfTimmAreTheirDescriptions()
    {
        NetworkDeclaration two = ResNet50 with { Classes = 2 };
        const string Labels = "[\"n01440764\", \"n01443537\"]";
        string config = Change(Timm, "num_classes", "2", "label_names", Labels);
        Assert.Equal(["n01440764", "n01443537"], Recognise(two, config).Labels);
        config = Change(config, "label_descriptions", "{\"n01443537\": \"goldfish\", \"n01440764\": \"tench\"}");
        Assert.Equal(["tench", "goldfish"], Recognise(two, config).Labels);
        ImportedNetwork other = Recognise(two, Change(config, "label_names", "[\"a\", \"b\", \"c\"]"));
        Assert.Empty(other.Labels);
        Assert.Contains("3 labels for 2 classes", other.Notes[0]);
    }

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

    // timm's configuration of a network for grey pictures keeps the input_size of the one that it was made from.
    [Fact]
    public void GreyNetworksHaveNoPreprocessingForColour()
    {
        ImportedNetwork network = Recognise(
            ResNet50 with
            {
                InputChannels = 1,
            },
            Change(Timm, "model_args", "{\"in_chans\": 1}")
        );
        Assert.Equal(1, network.Declaration.InputChannels);
        Assert.Null(network.Preprocessing);
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
    [InlineData("pretrained_cfg.interpolation", "\"lanczos\"", "its interpolation is \"lanczos\"")]
    [InlineData("pretrained_cfg.crop_mode", "\"squash\"", "its crop_mode is \"squash\"")]
    [InlineData("pretrained_cfg.input_size", "[3, 224, 192]", "its input is not square")]
    public void PicturesThatTimmPreparesOtherwiseAreNoted(string name, string value, string problem)
    {
        ImportedNetwork network = Recognise(ResNet50, Change(Timm, name, value));
        Assert.Null(network.Preprocessing);
        Assert.Contains(network.Notes, note => note.Contains(problem) && note.EndsWith("no preprocessing is written."));
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
    [InlineData(
        "architecture",
        "\"resnet101.a1_in1k\"",
        "it says stages of 3-4-23-3, and the weights are of stages of 3-4-6-3"
    )]
    [InlineData("architecture", "\"resnext50_32x4d\"", "it says groups 32, and the weights are of groups 1")]
    [InlineData("architecture", "\"wide_resnet50_2\"", "it says a width per group of 128")]
    [InlineData("architecture", "\"resnet34\"", "it says blocks Basic, and the weights are of blocks Bottleneck")]
    [InlineData("num_classes", "10", "it says classes 10, and the weights are of classes 1000")]
    [InlineData("model_args", "{\"in_chans\": 1}", "it says input channels 1")]
    [InlineData("architecture", "\"resnet50d\"", "a deep stem of three 3x3 convolutions")]
    [InlineData("architecture", "\"resnetblur50\"", "blur pools in place of strides")]
    [InlineData("architecture", "\"resnetaa50\"", "average pools in place of strides")]
    [InlineData("architecture", "\"resnet50_gn\"", "group norm")]
    [InlineData("architecture", "\"mine\"", "not known to be a plain ResNet: \"mine\"")]
    [InlineData(
        "model_args",
        "{\"output_stride\": 8}",
        "an argument of timm's models that no option declares (\"output_stride\")"
    )]
    [InlineData("global_pool", "\"max\"", "a pool before the classifier that no option declares (\"max\")")]
    [InlineData("pretrained_cfg.first_conv", "\"conv1.0\"", "a deep stem of three 3x3 convolutions")]
    public void ConfigOfTimmMustNotContradictTheWeights(string name, string value, string problem) =>
        Assert.Contains(problem, Refuse(ResNet50, Change(Timm, name, value)));

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

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"name\": \"something else\"}")]
    [InlineData("\uFEFF{}")]
    public void OtherFilesOfThatNameSayNothing(string config) =>
        Assert.Equal(ResNet50, Recognise(ResNet50, config).Declaration);

    public static TheoryData<string, string> Damaged =>
        new()
        {
            { "", " is empty" },
            { "{", "config.json is not JSON" },
            { "[]", "this is JSON, but no object" },
            { "null", "this is JSON, but no object" },
            { "{\"architecture\": \"resnet50\", \"architecture\": \"resnet50\"}", "config.json is not JSON" },
            { "{\"architecture\": NaN}", "config.json is not JSON" },
            { new string('[', 100_000), "config.json is not JSON" },
            {
                "{\"architecture\": " + new string('[', 60) + new string(']', 60) + "}",
                "text of at most 1000 characters"
            },
            { "{\"\\ud800\": 50}", "config.json is not JSON" },
            { "{\"architecture\": 50}", "\"architecture\" is \"50\", where text" },
            { "{\"architecture\": \"" + new string('a', 2000) + "\"}", "text of at most 1000 characters is expected" },
            { "{\"architecture\": \"\\ud800\"}", "where text of Unicode is expected" },
            { "{\"architecture\": \"resnet50\", \"num_classes\": 1e400}", "where a whole number from 0" },
            { "{\"architecture\": \"resnet50\", \"num_classes\": -1}", "where a whole number from 0" },
            { "{\"architecture\": \"resnet50\", \"num_classes\": 10.5}", "where a whole number from 0" },
            { "{\"architecture\": \"resnet50\", \"pretrained_cfg\": []}", "where an object is expected" },
            { Change(Timm, "pretrained_cfg.crop_pct", "0"), "\"crop_pct\" is 0, where a part of the picture" },
            { Change(Timm, "pretrained_cfg.crop_pct", "1e999"), "\"crop_pct\" is \"1e999\", where a finite number" },
            { Change(Timm, "pretrained_cfg.mean", "[0.5]"), "do not have a number each" },
            { Change(Timm, "pretrained_cfg.std", "[0.5, 0, 0.5]"), "do not have a number each" },
            { Change(Timm, "pretrained_cfg.std", "[0.5, 1e-300, 0.5]"), "do not have a number each" },
            { Change(Timm, "pretrained_cfg.std", "[0.5, \"a\", 0.5]"), "where a finite number is expected" },
            { Change(Timm, "pretrained_cfg.input_size", "[3, 224]"), "no list of channels, rows and columns" },
            { Change(Timm, "pretrained_cfg.input_size", "[3, 0, 224]"), "no list of channels, rows and columns" },
            { Change(Timm, "pretrained_cfg.input_size", "[3, 2147483647, 2147483647]"), "no list of channels, rows" },
            { Change(Timm, "pretrained_cfg.input_size", "[3, 2, 2]"), "it takes images of 2x2" },
            { Change(Timm, "label_names", "{}"), "where a list of texts is expected" },
            { Change(Timm, "label_names", "[1]"), "where text" },
            { Change(Timm, "label_descriptions", "{\"a\": 1}"), "where text" },
            { Change(Timm, "label_descriptions", "[\"a\"]"), "where an object is expected" },
            { Change(Transformers, "depths", "3"), "where a list of whole numbers is expected" },
            { Change(Transformers, "downsample_in_bottleneck", "1"), "where true or false is expected" },
            { Change(Transformers, "hidden_act", "{}"), "where text" },
        };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void DamagedConfigIsRefusedInALine(string config, string problem)
    {
        string message = Refuse(ResNet50, config);
        Assert.Contains(problem, message);
        Assert.InRange(message.Length, 1, 1000);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("{\"size\": -1}", "where a whole number from 0")]
    [InlineData("{\"size\": 200000, \"crop_pct\": 0.9, \"resample\": 2}", null)]
    [InlineData(
        "{\"size\": 200000, \"crop_size\": 200000, \"do_center_crop\": true, \"resample\": 2, \"do_normalize\": false}",
        "images have more than 16384 rows"
    )]
    [InlineData("{\"crop_pct\": 2}", "no part of a picture")]
    [InlineData(
        "{\"size\": 224, \"crop_pct\": 0.9, \"resample\": 3, \"image_mean\": [1, 2], \"image_std\": [1]}",
        "do not have a number each"
    )]
    public void DamagedPreprocessorIsRefused(string preprocessor, string? problem)
    {
        string message = Refuse(ResNet50, Transformers, preprocessor);
        Assert.Contains(problem ?? "InputHeight is 200000", message);
    }

    [Fact]
    public void ManyLabelsAreBounded()
    {
        string many = string.Join(',', Enumerable.Range(0, 600_000).Select(index => $"\"{index}\""));
        string config = Change(Timm, "num_classes", "null", "label_names", $"[{many}]");
        Assert.Contains("600000 labels for 1000 classes", Recognise(ResNet50, config).Notes[0]);
        Assert.Contains("and 16777216 are the most", Refuse(ResNet50, $"{{{new string(' ', 1 << 24)}}}"));
    }

    [Fact]
    public void FolderHasAConfigToo()
    {
        using TemporaryFolder folder = new();
        ShapesOnly.Write(folder, ShapesOnly.Of(ResNet50));
        folder.Write("config.json", Encoding.UTF8.GetBytes(Timm));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.NotNull(ImportedNetwork.Recognise(checkpoint).Preprocessing);
    }

    // What is called like a file is none.
    [Fact]
    public void NothingIsBesideBytesInMemory()
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", "{"u8.ToArray());
        using Checkpoint checkpoint = Checkpoint.Open(
            folder["model.safetensors"],
            File.ReadAllBytes(TensorRecognitionTests.WriteCanonical(folder, "basic.pth"))
        );
        Assert.Empty(ImportedNetwork.Recognise(checkpoint).Files);
    }

    private static ImportedNetwork Recognise(
        NetworkDeclaration network,
        string config,
        string? preprocessor = null,
        ImportOptions? options = null
    ) => ShapesOnly.Recognise(ShapesOnly.Of(network), options, folder => Write(folder, config, preprocessor));

    private static string Refuse(NetworkDeclaration network, string config, string? preprocessor = null) =>
        ShapesOnly.Refuse(ShapesOnly.Of(network), beside: folder => Write(folder, config, preprocessor));

    private static void Write(TemporaryFolder folder, string config, string? preprocessor)
    {
        folder.Write("config.json", Encoding.UTF8.GetBytes(config));
        if (preprocessor is not null)
        {
            folder.Write("preprocessor_config.json", Encoding.UTF8.GetBytes(preprocessor));
        }
    }

    /// <summary>Puts values, as JSON, in place of others.</summary>
    private static string Change(string json, params string[] pairs)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int pair = 0; pair < pairs.Length; pair += 2)
        {
            string[] path = pairs[pair].Split('.');
            JsonObject parent = (path.Length == 1 ? root : root[path[0]]!).AsObject();
            parent[path[^1]] = JsonNode.Parse(pairs[pair + 1]);
        }

        return root.ToJsonString(new JsonSerializerOptions());
    }
}
