using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>What the tensors of one network are called by different programs: a file with each binds.</summary>
public sealed partial class NamingTests
{
    private static readonly TestNetwork Basic = new(false, 2, 1, 1, 1);
    private static readonly TestNetwork Bottleneck = new(true, 2, 1, 1, 1);

    public static TheoryData<string> Namings => new(Names.Keys);

    private static Dictionary<string, Func<string, string>> Names { get; } =
        new()
        {
            ["torchvision"] = name => name,
            ["Hugging Face transformers"] = name => Transformers(name, "resnet."),
            ["AutoBackbone of transformers"] = name => Transformers(name, ""),
            ["transformers within a model"] = name => "model.backbone." + Transformers(name, "resnet."),
            ["kuangliu/pytorch-cifar"] = name => name.Replace("downsample.", "shortcut.").Replace("fc.", "linear."),
            ["Sequential of the children"] = Children,
            ["Lightly"] = name => "backbone." + Children(name),
            ["backbone beside a classifier"] = name => Classifier(name, "classifier.", "model.backbone.", "model."),
            ["Sequential of a network and a layer"] = name => Classifier(name, "1.", "0.", ""),
            ["classifier of any name"] = name => Classifier(name, "birds."),
        };

    [Theory]
    [MemberData(nameof(Namings))]
    public void NamesAreThoseOfTheNetwork(string naming)
    {
        Binds(Basic, Names[naming]);
        Binds(Bottleneck, Names[naming]);
    }

    // DataParallel, Lightning, torch.compile, MoCo, DINO, timm, and wrappers of all of them, in any order and number.
    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("state_dict.module.encoder_q.")]
    [InlineData("teacher.backbone.")]
    [InlineData("model_ema.")]
    [InlineData("net.0.")]
    [InlineData("encoder.")]
    [InlineData("layer1.")]
    [InlineData("back\\bone.\"body\".")]
    public void AnyPrefixIsTakenOff(string prefix)
    {
        foreach (string naming in Names.Keys.Except(["Sequential of a network and a layer"]))
        {
            Binds(Basic, name => prefix + Names[naming](name));
        }
    }

    [Theory]
    [InlineData("classifier.")]
    [InlineData("head.")]
    [InlineData("head.fc.")]
    [InlineData("last_linear.")]
    [InlineData("linear.")]
    [InlineData("fc.1.")]
    [InlineData("fc.10.")]
    [InlineData("classifier.1.")]
    public void ClassifierHasManyNames(string classifier)
    {
        Binds(Basic, name => Classifier(name, classifier));
        Binds(Basic, name => "module." + Classifier(name, classifier));

        // Beside what else is ignored, too.
        using SafetensorsFile file = File(
            Basic,
            name => Classifier(name, classifier),
            writer => writer.Add("queue", [1], 0)
        );
        WeightOptions options = new() { Ignore = ["queue"] };
        Assert.Equal(classifier + "weight", BoundWeights.Bind(file, Basic.Tensors(), options)["fc.weight"].Name);
    }

    [Fact]
    public void ClassifierMayBeAConvolution()
    {
        using SafetensorsFile file = File(Basic, name => name == "fc.weight" ? null : name, WithConvolution);
        Assert.Equal([10, 64, 1, 1], BoundWeights.Bind(file, Basic.Tensors())["fc.weight"].Shape);

        static void WithConvolution(SafetensorsWriter writer) =>
            writer.Add("fc.weight", [10, 64, 1, 1], new float[640]);
    }

    [Fact]
    public void ClassifierMayHaveNoBias()
    {
        using SafetensorsFile file = File(Basic, name => name == "fc.bias" ? null : name);
        BoundWeights weights = BoundWeights.Bind(file, Basic.Tensors());
        Assert.Throws<ArgumentException>(() => weights["fc.bias"]);
        Assert.Equal(new double[10], LayerWeights.Linear(weights, "fc").Bias);
    }

    // Something that nobody knows may be the bias.
    [Fact]
    public void MissingBiasIsNamedWhereSomethingElseIsAmiss()
    {
        using SafetensorsFile file = File(Basic, name => name == "fc.bias" ? "fc.offset" : name);
        Assert.Equal(["fc.bias"], Refused(file, Basic).Missing.Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData("conv1.bias")]
    [InlineData("layer1.0.shortcut.0.weight")]
    [InlineData("layer1.00.conv1.weight")]
    [InlineData("layer01.0.conv1.weight")]
    [InlineData("layer2.0.shortcut.0.weight")]
    [InlineData("head.weight")]
    [InlineData("resnet.embedder.embedder.convolution.weight")]
    [InlineData("0.weight")]
    [InlineData("module.conv1.weight")]
    [InlineData("best_acc1")]
    public void WhatIsLeftOverIsRefused(string extra)
    {
        using SafetensorsFile file = File(Basic, name => name, writer => writer.Add(extra, [10, 64], new float[640]));
        Assert.Equal([extra], Refused(file, Basic).Unexpected.Select(tensor => tensor.Name));
    }

    [Fact]
    public void TwoClassifiersAreRefused()
    {
        using SafetensorsFile file = File(
            Basic,
            name => Classifier(name, "head."),
            writer => writer.Add("classifier.weight", [10, 64], new float[640])
        );
        Assert.Equal(
            ["classifier.weight", "head.weight", "head.bias"],
            Refused(file, Basic).Unexpected.Select(tensor => tensor.Name)
        );
    }

    // Another number of features is another layer.
    [Fact]
    public void LinearLayerOfAnotherWidthIsNoClassifier()
    {
        using SafetensorsFile file = File(
            Basic,
            name => name.StartsWith("fc.", StringComparison.Ordinal) ? null : name,
            writer => writer.Add("birds.weight", [10, 32], new float[320])
        );
        Assert.Equal(["birds.weight"], Refused(file, Basic).Unexpected.Select(tensor => tensor.Name));
    }

    private static void Binds(TestNetwork network, Func<string, string> naming)
    {
        using SafetensorsFile file = network.File(naming, counters: true);
        BoundWeights weights = BoundWeights.Bind(file, network.Tensors());
        Assert.All(network.Tensors(), tensor => Assert.Equal(naming(tensor.Name), weights[tensor.Name].Name));
    }

    private static WeightMismatchException Refused(SafetensorsFile file, TestNetwork network) =>
        Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, network.Tensors()));

    private static SafetensorsFile File(
        TestNetwork network,
        Func<string, string?> naming,
        Action<SafetensorsWriter>? more = null
    )
    {
        SafetensorsWriter writer = network.Writer(naming);
        more?.Invoke(writer);
        return SafetensorsFile.FromBytes(writer.ToBytes(), "resnet.safetensors");
    }

    private static string Classifier(string name, string classifier, string backbone = "", string beside = "") =>
        name.StartsWith("fc.", StringComparison.Ordinal) ? beside + classifier + name[3..] : backbone + name;

    // ResNetForImageClassification, in transformers/models/resnet/modeling_resnet.py.
    private static string Transformers(string name, string prefix)
    {
        if (name.StartsWith("fc.", StringComparison.Ordinal))
        {
            return "classifier.1." + name[3..];
        }

        name = name.Replace("downsample.0", "shortcut.convolution").Replace("downsample.1", "shortcut.normalization");
        name = Stem().Replace(name, stem => $"embedder.embedder.{Kind(stem.Groups[1].Value)}.");
        name = Stage().Replace(name, stage => $"encoder.stages.{int.Parse(stage.Groups[1].Value) - 1}.layers.");
        return prefix
            + Layer()
                .Replace(
                    name,
                    layer => $".layer.{int.Parse(layer.Groups[2].Value) - 1}.{Kind(layer.Groups[1].Value)}."
                );

        static string Kind(string layer) => layer == "bn" ? "normalization" : "convolution";
    }

    // torch.nn.Sequential(*resnet.children()): conv1, bn1, relu, maxpool, layer1 to layer4, avgpool, fc.
    private static string Children(string name) =>
        Stage()
            .Replace(
                Stem().Replace(name, stem => stem.Groups[1].Value == "bn" ? "1." : "0."),
                stage => $"{int.Parse(stage.Groups[1].Value) + 3}."
            )
            .Replace("fc.", "9.");

    [GeneratedRegex(@"^(conv|bn)1\.")]
    private static partial Regex Stem();

    [GeneratedRegex(@"^layer(\d+)\.")]
    private static partial Regex Stage();

    [GeneratedRegex(@"\.(conv|bn)(\d)\.")]
    private static partial Regex Layer();
}
