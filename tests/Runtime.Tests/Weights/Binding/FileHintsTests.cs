using ResNetGen.Weights;
using static ResNetGen.Runtime.Tests.Weights.HintTrial;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Hints on what a file has and a network has not: other names, layouts and parts.</summary>
public sealed class FileHintsTests
{
    [Fact]
    public void HintsSeeThroughPrefixes()
    {
        using SafetensorsFile file = (Basic with { Classes = 7 }).File(name => "module." + name);
        Assert.Equal(
            ["The file is for 7 classes, the network has 10: declare Classes = 7."],
            Mismatch(file, Basic).Hints
        );
    }

    [Fact]
    public void NoBatchNormStatistics()
    {
        using SafetensorsFile file = Basic.File(name =>
            name.Contains("running_", StringComparison.Ordinal) ? null : name
        );
        Assert.StartsWith(
            "The file has no batch-norm statistics (running_mean, running_var)",
            Assert.Single(Mismatch(file, Basic).Hints),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void FoldedBatchNorm()
    {
        using SafetensorsFile file = Basic.File(name =>
            name.Contains("bn", StringComparison.Ordinal) || name.Contains("downsample.1", StringComparison.Ordinal)
                ? null
                : name
        );
        Assert.Contains(
            "folded into the convolutions",
            Assert.Single(Mismatch(file, Basic).Hints),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("conv1.weight", "module.")]
    [InlineData("fc.bias", "module.")]
    public void MixedPrefixes(string odd, string prefix)
    {
        using SafetensorsFile most = Basic.File(name => name == odd ? name : prefix + name);
        Assert.Equal(
            ["Some names have \"module.\" before them and some have not: all must be alike."],
            Mismatch(most, Basic).Hints
        );
        Assert.Equal([odd], Mismatch(most, Basic).Missing.Select(tensor => tensor.Name));
        Assert.Equal([odd], Mismatch(most, Basic).Unexpected.Select(tensor => tensor.Name));

        using SafetensorsFile few = Basic.File(name => name == odd ? prefix + name : name);
        Assert.Equal(
            ["Some names have \"module.\" before them and some have not: all must be alike."],
            Mismatch(few, Basic).Hints
        );
    }

    [Fact]
    public void NamesOfOtherFamiliesOfTimm() =>
        ExpectNaming("another family of timm", "stem.conv.weight", "stages.0.blocks.0.conv1.weight");

    [Fact]
    public void NamesOfKeras() => ExpectNaming("those of Keras", "conv1_conv/kernel:0");

    [Fact]
    public void NamesOfDetectron() => ExpectNaming("those of Detectron", "res2.0.conv1.weight");

    [Fact]
    public void DeepStem()
    {
        using SafetensorsFile file = Basic.File(name => name == "conv1.weight" ? "conv1.0.weight" : name);
        Assert.Equal(
            ["The file has a deep stem of three 3x3 convolutions (ResNet-C and -D), which no Stem declares."],
            Mismatch(file, Basic).Hints
        );
    }

    [Fact]
    public void LayoutOfTensorFlow()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("conv1.weight", [7, 7, 3, 8], new float[7 * 7 * 3 * 8]).ToBytes()
        );
        WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            BoundWeights.Bind(file, [new("conv1.weight", [8, 3, 7, 7])])
        );
        Assert.StartsWith(
            "The convolutions are laid out [rows, columns, input, output]",
            Assert.Single(exception.Hints),
            StringComparison.Ordinal
        );
    }

    // With them it is another network: who ignored them would get wrong results.
    [Theory]
    [InlineData("layer1.0.se.fc1.weight", "squeeze-and-excitation, which no option declares")]
    [InlineData("layer1.0.se.conv.weight", "efficient channel attention (ECA), which no option declares")]
    [InlineData("maxpool.0.weight", "a convolution with a stride in place of the stem's pool (ResNet-RS)")]
    public void PartsOfTheFamilyAreNotToBeIgnored(string name, string words)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(Basic.Writer().Add(name, [1, 1, 1, 1], 0).ToBytes());
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.StartsWith("The file has " + words, hint, StringComparison.Ordinal);
        Assert.DoesNotContain("gnore", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassifierThatTheNetworkHasNot()
    {
        TestNetwork network = Basic with { Classes = 0 };
        string ignore =
            $"resnetgen import FILE --ignore {Quoted.Shell("fc.*")}. In a program: new WeightOptions {{ Ignore = [\"fc.*\"] }}.";
        Expect(
            Basic,
            network,
            "The file has a classifier of 10 classes, the network has none: declare Classes = 10, or ignore it: "
                + ignore
        );
        using SafetensorsFile file = Basic.File();
        HintTrial.Load(file, network, ignore);
    }

    [Fact]
    public void ClassifierOfSeveralLayers()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            Basic
                .Writer(name => name.StartsWith("fc.", StringComparison.Ordinal) ? null : name)
                .Add("fc.2.weight", [5, 20], new float[100])
                .Add("fc.2.bias", [5], new float[5])
                .Add("fc.0.weight", [20, 64], new float[1280])
                .Add("fc.0.bias", [20], new float[20])
                .ToBytes()
        );
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.Equal(
            "The file has a classifier of several linear layers (\"fc.0\", \"fc.2\"), where a network has one (\"fc\"). "
                + $"For the features before it, declare Classes = 0 and ignore it: resnetgen import FILE --ignore {Quoted.Shell("fc.*")}. "
                + "In a program: new WeightOptions { Ignore = [\"fc.*\"] }.",
            hint
        );
        HintTrial.Load(file, Basic, hint);
    }

    [Fact]
    public void MoreThanTheNetwork()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            Basic
                .Writer(name => "backbone." + name)
                .Add("aux.0.weight", [1], 0)
                .Add("aux.1.weight", [1], 0)
                .Add("backbone.queue", [1], 0)
                .Add("loss", [1], 0)
                .ToBytes()
        );
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.Equal(
            "All that the network needs is there. If the rest is no part of it, ignore it: resnetgen import FILE "
                + $"--ignore {Quoted.Shell("aux.*")} --ignore loss --ignore backbone.queue. In a program: new WeightOptions {{ Ignore = "
                + "[\"aux.*\", \"loss\", \"backbone.queue\"] }.",
            hint
        );
        HintTrial.Load(file, Basic, hint);
    }

    [Fact]
    public void NoTensors()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File("{}"));
        Assert.Equal(["The file has no tensors."], Mismatch(file, Basic).Hints);
    }

    [Fact]
    public void NothingIsGuessedFromNamesThatSayNothing()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(new SafetensorsWriter().Add("x", [1], 0).ToBytes());
        Assert.Empty(Mismatch(file, Basic).Hints);
    }

    private static void ExpectNaming(string hint, params string[] names)
    {
        SafetensorsWriter writer = new();
        foreach (string name in names)
        {
            writer.Add(name, [1], 0);
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.Contains(hint, Assert.Single(Mismatch(file, Basic).Hints), StringComparison.Ordinal);
    }
}
