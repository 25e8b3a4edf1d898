using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class MismatchHintsTests
{
    private static readonly TestNetwork Basic = new(false, 2, 2, 2, 2);
    private static readonly TestNetwork Wide = new(true, 1) { Width = 64 };

    private static readonly string[] HuggingFace =
    [
        "resnet.embedder.embedder.convolution.weight", "resnet.encoder.stages.0.layers.0.layer.0.convolution.weight", "classifier.1.weight",
    ];

    [Fact]
    public void Classes()
        => Expect(Basic with { Classes = 7 }, Basic, "The file is for 7 classes, the network has 10: declare Classes = 7.");

    [Fact]
    public void InputChannels()
        => Expect(
            Basic with { InputChannels = 1 }, Basic,
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1.");

    [Fact]
    public void StemOf3X3()
        => Expect(
            Basic with { StemKernel = 3 }, Basic,
            "The file has a stem of 3x3, the network one of 7x7: declare Stem = Stem.Conv3x3.");

    [Fact]
    public void StemOf7X7()
        => Expect(
            Basic, Basic with { StemKernel = 3 },
            "The file has a stem of 7x7, the network one of 3x3: declare Stem = Stem.Conv7x7.");

    [Fact]
    public void StemThatNoneDeclares()
        => Expect(Basic with { StemKernel = 5 }, Basic, "The file has a stem of 5x5, the network one of 7x7: no Stem is so.");

    [Fact]
    public void BaseWidth()
        => Expect(Basic with { Width = 16 }, Basic, "The file's stem has 16 channels, the network's 8: declare BaseWidth = 16.");

    [Fact]
    public void Depth()
        => Expect(
            new TestNetwork(true, 3, 4, 6, 3), Basic,
            "The file looks like a ResNet-50 (bottleneck, 3-4-6-3), the network is a ResNet-18 (basic, 2-2-2-2): declare [ResNet(50)].");

    [Fact]
    public void DepthThatHasNoName()
        => Expect(
            new TestNetwork(false, 3, 3, 3), new TestNetwork(false, 5, 5, 5),
            "The file looks like a ResNet (basic, 3-3-3), the network is a ResNet (basic, 5-5-5): declare [ResNet(BlockType.Basic, 3, 3, 3)].");

    [Fact]
    public void Groups()
        => Expect(
            Wide with { Groups = 32, WidthPerGroup = 4 }, Wide,
            "The file's 3x3 convolutions have 32 groups of 4 channels, the network's 1 of 64: declare Groups = 32, WidthPerGroup = 4.");

    [Fact]
    public void WidthPerGroup()
        => Expect(
            Wide with { WidthPerGroup = 128 }, Wide,
            "The file's 3x3 convolutions have 1 group of 128 channels, the network's 1 of 64: declare Groups = 1, WidthPerGroup = 128.");

    [Fact]
    public void ShortcutsWithoutConvolutions()
        => Expect(
            Basic with { Projection = TestNetwork.ProjectionKind.None }, Basic,
            "The file's shortcuts have no convolutions (downsample), the network's have: declare Shortcut = Shortcut.ZeroPad.");

    [Fact]
    public void ShortcutsWithConvolutions()
        => Expect(
            Basic, Basic with { Projection = TestNetwork.ProjectionKind.None },
            "The file's shortcuts have convolutions (downsample) where the shape changes: declare Shortcut = Shortcut.Projection.");

    [Fact]
    public void ShortcutsWithConvolutionsInEveryBlock()
        => Expect(
            Basic with { Projection = TestNetwork.ProjectionKind.Always }, Basic,
            "The file's shortcuts have convolutions (downsample) in every block: declare Shortcut = Shortcut.ProjectionAlways.");

    [Fact]
    public void SeveralHintsAtOnce()
        => Expect(
            Basic with { Classes = 7, InputChannels = 1 }, Basic,
            "The file is for 7 classes, the network has 10: declare Classes = 7.",
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1.");

    [Fact]
    public void HintsSeeThroughPrefixes()
    {
        using var file = (Basic with { Classes = 7 }).File(name => "module." + name);
        Assert.Equal(["The file is for 7 classes, the network has 10: declare Classes = 7."], Mismatch(file, Basic).Hints);
    }

    [Fact]
    public void NoBatchNormStatistics()
    {
        using var file = Basic.File(name => name.Contains("running_", StringComparison.Ordinal) ? null : name);
        Assert.StartsWith("The file has no batch-norm statistics (running_mean, running_var)", Assert.Single(Mismatch(file, Basic).Hints), StringComparison.Ordinal);
    }

    [Fact]
    public void FoldedBatchNorm()
    {
        using var file = Basic.File(name => name.Contains("bn", StringComparison.Ordinal) || name.Contains("downsample.1", StringComparison.Ordinal) ? null : name);
        Assert.Contains("folded into the convolutions", Assert.Single(Mismatch(file, Basic).Hints), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownPrefix()
    {
        using var file = Basic.File(name => "backbone.body." + name);
        var exception = Mismatch(file, Basic);
        Assert.StartsWith("The names have \"backbone.body.\" before them. Take it off:\n", Assert.Single(exception.Hints), StringComparison.Ordinal);
        Assert.Contains("k.removeprefix(\"backbone.body.\")", exception.Message, StringComparison.Ordinal);
        Assert.Contains("load_file(\"resnet.safetensors\")", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv1.weight", "module.")]
    [InlineData("fc.bias", "module.")]
    public void MixedPrefixes(string odd, string prefix)
    {
        using var most = Basic.File(name => name == odd ? name : prefix + name);
        Assert.Equal(["Some names have \"module.\" before them and some have not: all must be alike."], Mismatch(most, Basic).Hints);
        Assert.Equal([odd], Mismatch(most, Basic).Missing.Select(tensor => tensor.Name));
        Assert.Equal([odd], Mismatch(most, Basic).Unexpected.Select(tensor => tensor.Name));

        using var few = Basic.File(name => name == odd ? prefix + name : name);
        Assert.Equal(["Some names have \"module.\" before them and some have not: all must be alike."], Mismatch(few, Basic).Hints);
    }

    [Fact]
    public void NamesOfHuggingFaceTransformers() => ExpectNaming("those of Hugging Face transformers", HuggingFace);

    [Fact]
    public void NamesOfOtherFamiliesOfTimm() => ExpectNaming("those of another family of timm", "stem.conv.weight", "stages.0.blocks.0.conv1.weight");

    [Fact]
    public void NamesOfKeras() => ExpectNaming("those of Keras", "conv1_conv/kernel:0");

    [Fact]
    public void NamesOfDetectron() => ExpectNaming("those of Detectron", "res2.0.conv1.weight");

    [Fact]
    public void DeepStem()
    {
        using var file = Basic.File(name => name == "conv1.weight" ? "conv1.0.weight" : name);
        Assert.Equal(["The file has a stem of several convolutions (conv1.0, ResNet-C or -D), which no Stem declares."], Mismatch(file, Basic).Hints);
    }

    [Fact]
    public void LayoutOfTensorFlow()
    {
        using var file = SafetensorsFile.FromBytes(new SafetensorsWriter().Add("conv1.weight", [7, 7, 3, 8], new float[7 * 7 * 3 * 8]).ToBytes());
        var exception = Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, [new("conv1.weight", [8, 3, 7, 7])]));
        Assert.StartsWith("The convolutions are laid out [rows, columns, input, output]", Assert.Single(exception.Hints), StringComparison.Ordinal);
    }

    [Fact]
    public void NoTensors()
    {
        using var file = SafetensorsFile.FromBytes(SafetensorsWriter.File("{}"));
        Assert.Equal(["The file has no tensors."], Mismatch(file, Basic).Hints);
    }

    [Fact]
    public void NothingIsGuessedFromNamesThatSayNothing()
    {
        using var file = SafetensorsFile.FromBytes(new SafetensorsWriter().Add("x", [1], 0).ToBytes());
        Assert.Empty(Mismatch(file, Basic).Hints);
    }

    private static void Expect(TestNetwork file, TestNetwork network, params string[] hints)
    {
        using var open = file.File();
        var exception = Mismatch(open, network);
        Assert.Equal(hints, exception.Hints);
        Assert.All(hints, hint => Assert.Contains("\n" + hint, exception.Message, StringComparison.Ordinal));
    }

    private static void ExpectNaming(string hint, params string[] names)
    {
        var writer = new SafetensorsWriter();
        foreach (var name in names)
            writer.Add(name, [1], 0);
        using var file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.Contains(hint, Assert.Single(Mismatch(file, Basic).Hints), StringComparison.Ordinal);
    }

    private static WeightMismatchException Mismatch(SafetensorsFile file, TestNetwork network)
        => Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, network.Tensors()));
}
