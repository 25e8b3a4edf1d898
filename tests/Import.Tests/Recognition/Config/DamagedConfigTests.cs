using static ResNetGen.Import.Tests.Configs;

namespace ResNetGen.Import.Tests;

/// <summary>Files beside weights that say nothing, or nonsense.</summary>
public class DamagedConfigTests
{
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
}
