using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>What names and shapes of tensors tell.</summary>
public class TensorRecognitionTests
{
    private const string Basic =
        "[ResNet(BlockType.Basic, 1, 2, 1, 1, Classes = 5, InputHeight = 64, InputWidth = 64, BaseWidth = 8)]";

    private static readonly ImportOptions Input64 = new() { InputHeight = 64, InputWidth = 64 };

    /// <summary>Checkpoints that PyTorch wrote.</summary>
    [Theory]
    [InlineData("basic.pth")]
    [InlineData("basic-legacy.pth")]
    [InlineData("basic-views.pth")]
    [InlineData("basic-whole-model.pt")]
    [InlineData("basic-torchscript.pt")]
    [InlineData("basic-training.pth.tar")]
    public void CheckpointsOfPyTorchAreRecognised(string file)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, Input64);
        Assert.Equal(Basic, network.Declaration.ToString());
        Assert.Empty(network.Notes);
        Assert.Equal(
            checkpoint.Tensors.Select(tensor => tensor.Name).Order(),
            network.LeftOut.Concat(network.Tensors.Select(tensor => tensor.Source!)).Order()
        );
        network.WriteSafetensors(folder["weights"]);
        Assert.Equal(Logits(), GoldenRun.Logits<BasicNetwork>(folder["weights"]));
    }

    [Fact]
    public void GroupsAreRecognised()
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("next.pth");
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, new() { InputHeight = 64, InputWidth = 96 });
        Assert.Equal(
            "[ResNet(BlockType.Bottleneck, 1, 1, 1, 1, Classes = 3, InputHeight = 64, InputWidth = 96, BaseWidth = 8, Groups = 4, WidthPerGroup = 32)]",
            network.Declaration.ToString()
        );
        Assert.Contains("--stride conv1x1", Assert.Single(network.Notes));
        network.WriteSafetensors(folder["weights"]);
        Assert.Equal(
            GoldenRun.Logits<NextNetwork>(WriteCanonical(folder, "next.pth")),
            GoldenRun.Logits<NextNetwork>(folder["weights"])
        );
    }

    public static TheoryData<NetworkDeclaration> Declarations =>
        [
            new() { BlockType = BlockType.Basic, Stages = [2, 2, 2, 2] },
            new() { BlockType = BlockType.Bottleneck, Stages = [3, 4, 23, 3] },
            new()
            {
                BlockType = BlockType.Bottleneck,
                Stages = [1],
                Classes = 0,
            },
            new()
            {
                BlockType = BlockType.Basic,
                Stages = [1, 1, 1],
                InputChannels = 1,
                Classes = 7,
            },
            new()
            {
                BlockType = BlockType.Basic,
                Stages = [1, 2, 1],
                Shortcut = Shortcut.ProjectionAlways,
            },
            new()
            {
                BlockType = BlockType.Basic,
                Stages = [3, 3, 3],
                Shortcut = Shortcut.ZeroPad,
                BaseWidth = 16,
            },
            new()
            {
                BlockType = BlockType.Bottleneck,
                Stages = [1, 1],
                Groups = 32,
                WidthPerGroup = 4,
            },
            new()
            {
                BlockType = BlockType.Bottleneck,
                Stages = [1, 2],
                WidthPerGroup = 128,
                BaseWidth = 24,
            },
            new()
            {
                BlockType = BlockType.Basic,
                Stages = [1, 1],
                Stem = Stem.Conv3x3,
                InputHeight = 32,
                InputWidth = 32,
            },
        ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void ShapesGiveTheDeclaration(NetworkDeclaration declaration) =>
        Assert.Equal(declaration, ShapesOnly.Recognise(ShapesOnly.Of(declaration)).Declaration);

    [Theory]
    [InlineData(Shortcut.ZeroPad, Stem.Conv3x3, BlockType.Basic, "--input", "Shortcut.ZeroPad", "Stem.Conv3x3")]
    [InlineData(Shortcut.Projection, Stem.Conv7x7, BlockType.Bottleneck, "--input", "--stride conv1x1")]
    [InlineData(Shortcut.Projection, Stem.Conv7x7, BlockType.Basic, "--input")]
    public void WhatWeightsDoNotTellIsSaid(Shortcut shortcut, Stem stem, BlockType blocks, params string[] notes)
    {
        NetworkDeclaration declaration = new()
        {
            BlockType = blocks,
            Stages = [1, 1],
            Shortcut = shortcut,
            Stem = stem,
        };
        ImportedNetwork network = ShapesOnly.Recognise(ShapesOnly.Of(declaration));
        Assert.Equal(notes.Length, network.Notes.Count);
        Assert.All(notes.Zip(network.Notes), pair => Assert.Contains(pair.First, pair.Second));
    }

    [Fact]
    public void OptionsSayWhatWeightsDoNot()
    {
        NetworkDeclaration declaration = new() { BlockType = BlockType.Bottleneck, Stages = [1, 1] };
        ImportOptions options = new()
        {
            InputHeight = 160,
            InputWidth = 96,
            BottleneckStride = BottleneckStride.Conv1x1,
        };
        ImportedNetwork network = ShapesOnly.Recognise(ShapesOnly.Of(declaration), options);
        Assert.Empty(network.Notes);
        Assert.Empty(network.Assumed);
        Assert.Equal(
            ["InputWidth", "BottleneckStride"],
            ShapesOnly.Recognise(ShapesOnly.Of(declaration), new() { InputHeight = 160 }).Assumed
        );
        Assert.Equal(
            declaration with
            {
                InputHeight = 160,
                InputWidth = 96,
                BottleneckStride = BottleneckStride.Conv1x1,
            },
            network.Declaration
        );
    }

    [Fact]
    public void OptionsThatNoNetworkTakesAreRefused()
    {
        NetworkDeclaration declaration = new() { BlockType = BlockType.Basic, Stages = [1, 1, 1, 1] };
        Dictionary<string, long[]> tensors = ShapesOnly.Of(declaration);
        Assert.Contains("it takes images of 8x224", ShapesOnly.Refuse(tensors, new() { InputHeight = 8 }));
        Assert.Contains(
            "Leave --stride out.",
            ShapesOnly.Refuse(tensors, new() { BottleneckStride = BottleneckStride.Conv1x1 })
        );
    }

    /// <summary>Each hint does what it says.</summary>
    [Fact]
    public void OtherTensorsAreRefusedUnlessTheyAreIgnored()
    {
        Dictionary<string, long[]> tensors = Renamed(name => "backbone." + name);
        tensors["rpn.conv.weight"] = [8, 8, 3, 3];
        tensors["backbone.extra"] = [8];
        string message = ShapesOnly.Refuse(tensors);
        Assert.Contains("tensors that are not those of a ResNet (2): rpn.conv.weight, backbone.extra.", message);
        Assert.EndsWith($" --ignore {Quoted.Shell("rpn.*")} --ignore backbone.extra", message);
        ImportedNetwork network = ShapesOnly.Recognise(tensors, new() { Ignore = ["rpn.*", "backbone.extra"] });
        Assert.Equal(["rpn.conv.weight", "backbone.extra"], network.LeftOut);
    }

    [Fact]
    public void ClassifierOfSeveralLayersIsRefusedUnlessItIsIgnored()
    {
        Dictionary<string, long[]> tensors = Renamed(name => name.StartsWith("fc.") ? null : name);
        tensors["fc.0.weight"] = [64, 64];
        tensors["fc.0.bias"] = [64];
        tensors["fc.2.weight"] = [5, 64];
        string message = ShapesOnly.Refuse(tensors);
        Assert.Contains("among them a classifier of several linear layers (fc.0, fc.2)", message);
        Assert.EndsWith($" --ignore {Quoted.Shell("fc.*")}", message);
        Assert.Equal(0, ShapesOnly.Recognise(tensors, new() { Ignore = ["fc.*"] }).Declaration.Classes);
    }

    // torchvision's FCN: what its head is called is no classifier of images.
    [Fact]
    public void HeadOfAnotherKindIsNoClassifier()
    {
        Dictionary<string, long[]> tensors = Renamed(name => name.StartsWith("fc.") ? null : "backbone." + name);
        tensors["classifier.0.weight"] = [16, 64, 3, 3];
        tensors["classifier.4.weight"] = [21, 16, 1, 1];
        tensors["classifier.4.bias"] = [21];
        string message = ShapesOnly.Refuse(tensors);
        Assert.Contains("(3): classifier.0.weight, classifier.4.weight, classifier.4.bias.", message);
        Assert.EndsWith($" --ignore {Quoted.Shell("classifier.*")}", message);
        Assert.Equal(0, ShapesOnly.Recognise(tensors, new() { Ignore = ["classifier.*"] }).Declaration.Classes);
    }

    [Fact]
    public void TensorsOfTrainingAreLeftOut()
    {
        Dictionary<string, long[]> tensors = Renamed(name => "state_dict.module." + name);
        string[] others =
        [
            "state_dict.n_averaged",
            "state_dict.module.bn1.num_batches_tracked",
            "best_acc1",
            "optimizer.state.0.momentum_buffer",
            "optimizer_states.0.state.3.exp_avg",
            "trainer.optimizer_state_dict.state.3.exp_avg",
            "lr_schedulers.0.base_lrs",
            "scaler.scale",
            "state_dict.queue",
            "state_dict.module.queue_ptr",
        ];
        foreach (string name in others)
        {
            tensors[name] = name is "best_acc1" ? [] : [4];
        }

        Assert.Equal(others, ShapesOnly.Recognise(tensors).LeftOut);
        tensors["best_acc"] = [1];
        Assert.Contains("(1): best_acc.", ShapesOnly.Refuse(tensors));
    }

    [Theory]
    [InlineData("state_dict.", "state_dict_ema.", "state_dict_ema.")]
    [InlineData("model.module.", "model_ema.module.", "model_ema.")]
    [InlineData("", "ema_model.backbone.", "ema_model.")]
    [InlineData("net.", "averaged.net.", "averaged.")]
    public void MovingAverageIsLeftOut(string prefix, string average, string noted)
    {
        Dictionary<string, long[]> tensors = Both(prefix, average);
        ImportedNetwork network = ShapesOnly.Recognise(tensors, Input64);
        Assert.All(network.Tensors, tensor => Assert.Equal(prefix + tensor.Name, tensor.Source));
        Assert.All(network.LeftOut, name => Assert.StartsWith(average, name));
        string note = Assert.Single(network.Notes);
        Assert.Contains($"--prefix {noted} takes it", note);

        // As the note says.
        network = ShapesOnly.Recognise(tensors, Input64 with { Prefix = noted });
        Assert.All(network.Tensors, tensor => Assert.Equal(average + tensor.Name, tensor.Source));
        Assert.All(network.LeftOut, name => Assert.StartsWith(prefix, name));
    }

    [Fact]
    public void AverageThatIsAloneIsTheNetwork() =>
        Assert.All(
            ShapesOnly.Recognise(Renamed(name => "model_ema." + name)).Tensors,
            tensor => Assert.Equal("model_ema." + tensor.Name, tensor.Source)
        );

    [Theory]
    [InlineData("module.encoder_k.", "module.encoder_q.", "module.encoder_q.", "Take the query encoder")]
    [InlineData("student.backbone.", "teacher.backbone.", "teacher.backbone.", "Take the teacher")]
    [InlineData("b.", "a.", "a.", "Take one of them")]
    public void SeveralNetworksAreNamed(string one, string another, string advised, string advice)
    {
        Dictionary<string, long[]> tensors = Both(one, another);
        tensors["module.queue"] = [128, 65536];
        string message = ShapesOnly.Refuse(tensors);
        Assert.Contains("it is not clear which network is meant", message);
        Assert.Contains($"\"{one}\"", message);
        Assert.Contains($"\"{another}\"", message);
        Assert.Contains(advice, message);
        Assert.Contains($"--prefix {advised} ", message);
        ImportedNetwork network = ShapesOnly.Recognise(tensors, new() { Prefix = advised });
        Assert.All(network.Tensors, tensor => Assert.Equal(advised + tensor.Name, tensor.Source));
        Assert.Equal(tensors.Count - network.Tensors.Count, network.LeftOut.Count);
    }

    [Fact]
    public void ClassifierWithoutABiasGetsZeros()
    {
        ImportedNetwork network = ShapesOnly.Recognise(Renamed(name => name == "fc.bias" ? null : name));
        ImportedTensor bias = network.Tensors[^1];
        Assert.Equal("fc.bias F32 [5]", bias.ToString());
        Assert.Null(bias.Source);
    }

    [Theory]
    [InlineData("layer1.0.conv1.weight", "layer1.0.conv1.weight [8, 8, 3, 3] is missing")]
    [InlineData("layer2.0.downsample.0.weight", "layer2.0.downsample.0.weight [16, 8, 1, 1] is missing")]
    [InlineData("layer2.0.bn1.bias", "layer2.0.bn1.bias [16] is missing")]
    public void WhatIsMissingIsNamed(string name, string problem) =>
        Assert.Contains(problem, ShapesOnly.Refuse(Renamed(one => one == name ? null : one)));

    [Fact]
    public void OtherShapesAreNamed()
    {
        Dictionary<string, long[]> tensors = Renamed(name => name);
        tensors["layer2.1.conv2.weight"] = [16, 16, 5, 5];
        tensors["fc.weight"] = [5, 32];
        string message = ShapesOnly.Refuse(tensors);
        Assert.Contains("no attribute declares its shapes; of the nearest, [ResNet(", message);
        Assert.Contains("layer2.1.conv2.weight: [16, 16, 3, 3] expected, [16, 16, 5, 5] found", message);
        Assert.Contains("fc.weight: [5, 64] expected, [5, 32] found", message);
    }

    private static float[] Logits()
    {
        using TemporaryFolder folder = new();
        return GoldenRun.Logits<BasicNetwork>(WriteCanonical(folder, "basic.pth"));
    }

    internal static string WriteCanonical(TemporaryFolder folder, string file)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        checkpoint.WriteSafetensors(
            folder["canonical"],
            checkpoint.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Name)
        );
        return folder["canonical"];
    }

    private static Dictionary<string, long[]> Renamed(Func<string, string?> rename) =>
        ShapesOnly
            .Of(
                new()
                {
                    BlockType = BlockType.Basic,
                    Stages = [1, 2, 1, 1],
                    BaseWidth = 8,
                    Classes = 5,
                }
            )
            .Where(pair => rename(pair.Key) is not null)
            .ToDictionary(pair => rename(pair.Key)!, pair => pair.Value);

    private static Dictionary<string, long[]> Both(string one, string another) =>
        new(Renamed(name => one + name).Concat(Renamed(name => another + name)));
}
