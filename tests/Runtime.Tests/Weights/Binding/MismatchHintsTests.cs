using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class MismatchHintsTests
{
    private static readonly TestNetwork Basic = new(false, 2, 2, 2, 2);
    private static readonly TestNetwork Wide = new(true, 1) { Width = 64 };

    private static readonly string[] HuggingFace =
    [
        "resnet.embedder.embedder.convolution.weight",
        "resnet.encoder.stages.0.layers.0.layer.0.convolution.weight",
        "classifier.1.weight",
    ];

    [Fact]
    public void Classes() =>
        Expect(
            Basic with
            {
                Classes = 7,
            },
            Basic,
            "The file is for 7 classes, the network has 10: declare Classes = 7."
        );

    [Fact]
    public void InputChannels() =>
        Expect(
            Basic with
            {
                InputChannels = 1,
            },
            Basic,
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1."
        );

    [Fact]
    public void StemOf3X3() =>
        Expect(
            Basic with
            {
                StemKernel = 3,
            },
            Basic,
            "The file has a stem of 3x3, the network one of 7x7: declare Stem = Stem.Conv3x3."
        );

    [Fact]
    public void StemOf7X7() =>
        Expect(
            Basic,
            Basic with
            {
                StemKernel = 3,
            },
            "The file has a stem of 7x7, the network one of 3x3: declare Stem = Stem.Conv7x7."
        );

    [Fact]
    public void StemThatNoneDeclares() =>
        Expect(
            Basic with
            {
                StemKernel = 5,
            },
            Basic,
            "The file has a stem of 5x5, the network one of 7x7: no Stem is so."
        );

    [Fact]
    public void BaseWidth() =>
        Expect(
            Basic with
            {
                Width = 16,
            },
            Basic,
            "The file's stem has 16 channels, the network's 8: declare BaseWidth = 16."
        );

    // He et al. 2015, table 1.
    [Theory]
    [InlineData(34, false, new[] { 3, 4, 6, 3 })]
    [InlineData(50, true, new[] { 3, 4, 6, 3 })]
    [InlineData(101, true, new[] { 3, 4, 23, 3 })]
    [InlineData(152, true, new[] { 3, 8, 36, 3 })]
    public void Depth(int depth, bool isBottleneck, int[] stages) =>
        Expect(
            new TestNetwork(isBottleneck, stages),
            Basic,
            $"The file looks like a ResNet-{depth} ({(isBottleneck ? "bottleneck" : "basic")}, {string.Join('-', stages)}), the network is a ResNet-18 (basic, 2-2-2-2): declare [ResNet({depth})]."
        );

    [Fact]
    public void DepthThatHasNoName() =>
        Expect(
            new TestNetwork(false, 3, 3, 3),
            new TestNetwork(false, 5, 5, 5),
            "The file looks like a ResNet (basic, 3-3-3), the network is a ResNet (basic, 5-5-5): declare [ResNet(BlockType.Basic, 3, 3, 3)]."
        );

    [Fact]
    public void Groups() =>
        Expect(
            Wide with
            {
                Groups = 32,
                WidthPerGroup = 4,
            },
            Wide,
            "The file's 3x3 convolutions have 32 groups of 4 channels, the network's 1 of 64: declare Groups = 32, WidthPerGroup = 4."
        );

    [Fact]
    public void WidthPerGroup() =>
        Expect(
            Wide with
            {
                WidthPerGroup = 128,
            },
            Wide,
            "The file's 3x3 convolutions have 1 group of 128 channels, the network's 1 of 64: declare Groups = 1, WidthPerGroup = 128."
        );

    [Fact]
    public void ShortcutsWithoutConvolutions() =>
        Expect(
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.None,
            },
            Basic,
            "The file's shortcuts have no convolutions (downsample), the network's have: declare Shortcut = Shortcut.ZeroPad."
        );

    [Fact]
    public void ShortcutsWithConvolutions() =>
        Expect(
            Basic,
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.None,
            },
            "The file's shortcuts have convolutions (downsample) where the shape changes: declare Shortcut = Shortcut.Projection."
        );

    [Fact]
    public void ShortcutsWithConvolutionsInEveryBlock() =>
        Expect(
            Basic with
            {
                Projection = TestNetwork.ProjectionKind.Always,
            },
            Basic,
            "The file's shortcuts have convolutions (downsample) in every block: declare Shortcut = Shortcut.ProjectionAlways."
        );

    [Fact]
    public void SeveralHintsAtOnce() =>
        Expect(
            Basic with
            {
                Classes = 7,
                InputChannels = 1,
            },
            Basic,
            "The file is for 7 classes, the network has 10: declare Classes = 7.",
            "The file is for images of 1 channel, the network takes 3: declare InputChannels = 1."
        );

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

    [Fact]
    public void UnknownPrefix()
    {
        using SafetensorsFile file = Basic.File(name => "backbone.body." + name);
        WeightMismatchException exception = Mismatch(file, Basic);
        Assert.StartsWith(
            "The names have \"backbone.body.\" before them. Take it off:\n",
            Assert.Single(exception.Hints),
            StringComparison.Ordinal
        );
        Assert.Contains("k.removeprefix(\"backbone.body.\")", exception.Message, StringComparison.Ordinal);
        Assert.Contains("load_file(\"resnet.safetensors\")", exception.Message, StringComparison.Ordinal);
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
    public void NamesOfHuggingFaceTransformers() => ExpectNaming("those of Hugging Face transformers", HuggingFace);

    [Fact]
    public void NamesOfOtherFamiliesOfTimm() =>
        ExpectNaming("those of another family of timm", "stem.conv.weight", "stages.0.blocks.0.conv1.weight");

    [Fact]
    public void NamesOfKeras() => ExpectNaming("those of Keras", "conv1_conv/kernel:0");

    [Fact]
    public void NamesOfDetectron() => ExpectNaming("those of Detectron", "res2.0.conv1.weight");

    [Fact]
    public void DeepStem()
    {
        using SafetensorsFile file = Basic.File(name => name == "conv1.weight" ? "conv1.0.weight" : name);
        Assert.Equal(
            ["The file has a stem of several convolutions (conv1.0, ResNet-C or -D), which no Stem declares."],
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

    [Theory]
    [InlineData("fc.1")]
    [InlineData("last_linear")]
    [InlineData("classifier")]
    [InlineData("head.fc")]
    public void ClassifierOfAnotherName(string name)
    {
        using SafetensorsFile file = (Basic with { Classes = 7 }).File(tensor => tensor.Replace("fc.", name + "."));
        IReadOnlyList<string> hints = Mismatch(file, Basic).Hints;
        Assert.StartsWith(
            $"The classifier is \"{name}\" in the file and \"fc\" in the network. Rename it:\n",
            hints[0],
            StringComparison.Ordinal
        );
        Assert.Equal(["The file is for 7 classes, the network has 10: declare Classes = 7."], hints.Skip(1));
    }

    [Fact]
    public void ClassifierOfSeveralLayers()
    {
        SafetensorsWriter writer = new();
        foreach (ExpectedTensor? tensor in Basic.Tensors().SkipLast(2))
        {
            writer.Add(
                tensor.Name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
        }

        writer.Add("fc.2.weight", [5, 20], new float[100]).Add("fc.2.bias", [5], new float[5]);
        writer.Add("fc.0.weight", [20, 64], new float[1280]).Add("fc.0.bias", [20], new float[20]);
        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.StartsWith(
            "The file has a classifier of several linear layers (\"fc.0\", \"fc.2\"), where the network has one (\"fc\")",
            Assert.Single(Mismatch(file, Basic).Hints),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void QueryAndKeyEncoder()
    {
        using SafetensorsFile file = RenamingTests.Both(Basic, "module.encoder_k.", "module.encoder_q.");
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.StartsWith(
            "The file has two networks: \"module.encoder_q.\" stands before the names of the query encoder, \"module.encoder_k.\" before those of the "
                + "key encoder. Take the query encoder, which is the one that is trained:\n",
            hint,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("encoder_k", hint[hint.IndexOf('\n')..], StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralNetworks()
    {
        using SafetensorsFile file = RenamingTests.Both(Basic, "teacher.", "student.");
        Assert.StartsWith(
            "The file has several networks: \"student.\", \"teacher.\" stand before their names. Take one of them, for example:\n",
            Assert.Single(Mismatch(file, Basic).Hints),
            StringComparison.Ordinal
        );
    }

    /// <summary>A file can claim anything of a tensor that has no values.</summary>
    [Theory]
    [InlineData("fc.weight", "0, 64")]
    [InlineData("fc.weight", "1000001, 0")]
    [InlineData("fc.weight", "9223372036854775807, 0")]
    [InlineData("conv1.weight", "8193, 3, 0, 0")]
    [InlineData("conv1.weight", "0, 3, 7, 7")]
    [InlineData("conv1.weight", "8, 4097, 0, 0")]
    [InlineData("conv1.weight", "8, 0, 7, 7")]
    public void NothingIsDeclaredThatTheGeneratorRefuses(string name, string shape)
    {
        SafetensorsWriter writer = new SafetensorsWriter().Add(name, [.. shape.Split(", ").Select(long.Parse)]);
        foreach (ExpectedTensor? tensor in Basic.Tensors().Where(tensor => tensor.Name != name))
        {
            writer.Add(
                tensor.Name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.DoesNotContain("declare", Mismatch(file, Basic).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "layer1.99998")]
    [InlineData(true, "layer1.2147483646", "layer2.2147483646")]
    [InlineData(true, "layer1.2147483647")]
    [InlineData(true, "layer1.1")]
    [InlineData(true, "layer2.0")]
    [InlineData(true, "layer1.0", "layer100.0")]
    [InlineData(true, "layer1.0", "layer3.0")]
    [InlineData(true, "layer0.0")]
    [InlineData(false, "layer1.0", "layer1.1", "layer2.0")]
    public void BlocksAreDeclaredOnlyWhereAllAreThere(bool isOdd, params string[] blocks)
    {
        SafetensorsWriter writer = new();
        foreach (string block in blocks)
        {
            writer.Add(block + ".conv1.weight", [0]);
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.Equal(isOdd, !Mismatch(file, Basic).Message.Contains("declare", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8, 1, "declare [ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1)]")]
    [InlineData(9, 1, null)]
    [InlineData(1, NetworkLimits.Blocks, "declare [ResNet(BlockType.Basic, 2048)]")]
    [InlineData(1, NetworkLimits.Blocks + 1, null)]
    [InlineData(8, 20, "declare [ResNet(BlockType.Basic, 20, 20, 20, 20, 20, 20, 20, 20)]")]
    [InlineData(8, 200, null)]
    public void BlocksAreDeclaredUpToTheLimits(int stages, int blocks, string? declaration)
    {
        SafetensorsWriter writer = new();
        for (int stage = 1; stage <= stages; stage++)
        {
            for (int block = 0; block < blocks; block++)
            {
                writer.Add($"layer{stage}.{block}.conv1.weight", [0]);
            }
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        string message = Mismatch(file, Basic).Message;
        Assert.Equal(declaration is not null, message.Contains(declaration ?? "declare", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64, 1, 64, "declare Groups = 64, WidthPerGroup = 1.")]
    [InlineData(8_192, 1, 64, "declare Groups = 8192, WidthPerGroup = 1.")]
    [InlineData(8_193, 1, 64, null)]
    [InlineData(20_000, 10_000, 64, null)]
    [InlineData(64, 32, 65, null)]
    [InlineData(64, 1_000_000_000_000, 64, null)]
    public void GroupsAreDeclaredUpToTheLimits(long outputs, long perGroup, long width, string? declaration)
    {
        SafetensorsWriter writer = new SafetensorsWriter()
            .Add("layer1.0.conv2.weight", [outputs, perGroup, 0, 0])
            .Add("layer1.0.conv3.weight", [4 * width, outputs, 0, 0]);
        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        string message = Mismatch(file, Wide).Message;
        Assert.Equal(
            declaration is not null,
            message.Contains(declaration ?? "declare Groups", StringComparison.Ordinal)
        );
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

    private static void Expect(TestNetwork file, TestNetwork network, params string[] hints)
    {
        using SafetensorsFile open = file.File();
        WeightMismatchException exception = Mismatch(open, network);
        Assert.Equal(hints, exception.Hints);
        Assert.All(hints, hint => Assert.Contains("\n" + hint, exception.Message, StringComparison.Ordinal));
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

    private static WeightMismatchException Mismatch(SafetensorsFile file, TestNetwork network) =>
        Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, network.Tensors()));
}
