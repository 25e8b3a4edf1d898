using System.Text;
using ResNetGen.Imaging;
using static ResNetGen.Import.Tests.Configs;

namespace ResNetGen.Import.Tests;

/// <summary>What timm's <c>config.json</c> says.</summary>
public class TimmConfigTests
{
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

    [Fact]
    public void FolderHasAConfigToo()
    {
        using TemporaryFolder folder = new();
        ShapesOnly.Write(folder, ShapesOnly.Of(ResNet50));
        folder.Write("config.json", Encoding.UTF8.GetBytes(Timm));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.NotNull(ImportedNetwork.Recognise(checkpoint).Preprocessing);
    }
}
