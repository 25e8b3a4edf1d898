using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class MismatchHintsTests
{
    private static readonly TestNetwork Basic = new(false, 2, 2, 2, 2);
    private static readonly TestNetwork Wide = new(true, 1) { Width = 64 };

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
        Expect(Basic with { StemKernel = 5 }, Basic, "The file has a stem of 5x5, which no Stem declares.");

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

    [Fact]
    public void NoClassifier() =>
        Expect(
            Basic with
            {
                Classes = 0,
            },
            Basic,
            "The file has no classifier, the network has one of 10 classes: declare Classes = 0."
        );

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

    [Theory]
    [InlineData(
        "module.encoder_q.",
        "module.encoder_k.",
        "query encoder",
        "key encoder",
        "which is the one that is trained"
    )]
    [InlineData(
        "base_encoder.",
        "momentum_encoder.",
        "base encoder",
        "momentum encoder",
        "which is the one that is trained"
    )]
    [InlineData(
        "online_encoder.",
        "target_encoder.",
        "online encoder",
        "target encoder",
        "which is the one that is trained"
    )]
    [InlineData("teacher.", "student.", "teacher", "student", "which the evaluation of DINO takes")]
    public void TwoNetworks(string right, string other, string kind, string otherKind, string why)
    {
        using SafetensorsFile file = Both(other, right);
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.Equal(
            $"The file has two networks: \"{right}\" stands before the names of the {kind}, \"{other}\" before those of "
                + $"the {otherKind}. Take the {kind}, {why}: resnetgen import FILE --prefix {right} In a program: new "
                + $"WeightOptions {{ Prefix = \"{right}\" }}.",
            hint
        );
        Assert.Equal(right + "fc.bias", HintTrial.Load(file, Basic, hint)["fc.bias"].Name);
    }

    [Fact]
    public void SeveralNetworks()
    {
        using SafetensorsFile file = Both("one.", "another.");
        string hint = Assert.Single(Mismatch(file, Basic).Hints);
        Assert.StartsWith(
            "The file has several networks: \"another.\", \"one.\" stand before their names. Take one of them, for example: ",
            hint,
            StringComparison.Ordinal
        );
        Assert.Equal("another.conv1.weight", HintTrial.Load(file, Basic, hint)["conv1.weight"].Name);
    }

    // The network at the top has the empty prefix.
    [Theory]
    [InlineData("", "conv1.weight")]
    [InlineData("ema", "ema.conv1.weight")]
    [InlineData("ema.", "ema.conv1.weight")]
    [InlineData("ema.model", null)]
    public void PrefixTellsNetworksApart(string prefix, string? expected)
    {
        using SafetensorsFile file = Both("", "ema.");
        WeightOptions options = new() { Prefix = prefix };
        if (expected is null)
        {
            Assert.EndsWith(
                "no network's names begin with \"ema.model\". There are: \"\", \"ema.\".",
                Assert.Throws<WeightFileException>(() => BoundWeights.Bind(file, Basic.Tensors(), options)).Message,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Equal(expected, BoundWeights.Bind(file, Basic.Tensors(), options)["conv1.weight"].Name);
        }
    }

    [Fact]
    public void PrefixOfSeveralNetworksIsRefused()
    {
        using SafetensorsFile file = Both("model.a.", "model.b.");
        Assert.EndsWith(
            "the names of several networks begin with \"model\". Give a longer prefix. There are: \"model.a.\", \"model.b.\".",
            Assert
                .Throws<WeightFileException>(() =>
                    BoundWeights.Bind(file, Basic.Tensors(), new WeightOptions { Prefix = "model" })
                )
                .Message,
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
        Assert.DoesNotContain(": declare", Mismatch(file, Basic).Message, StringComparison.Ordinal);
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
        Assert.Equal(isOdd, !Mismatch(file, Basic).Message.Contains(": declare", StringComparison.Ordinal));
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
        Assert.Equal(declaration is not null, message.Contains(declaration ?? ": declare", StringComparison.Ordinal));
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
        if (hints.Any(hint => hint.Contains(": declare", StringComparison.Ordinal)))
        {
            HintTrial.Load(open, network, string.Join('\n', hints));
        }
    }

    private static SafetensorsFile Both(string first, string second)
    {
        SafetensorsWriter writer = Basic.Writer(name => first + name);
        foreach (ExpectedTensor tensor in Basic.Tensors())
        {
            writer.Add(
                second + tensor.Name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
        }

        return SafetensorsFile.FromBytes(writer.ToBytes(), "resnet.safetensors");
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
