using ResNetGen.Weights;
using static ResNetGen.Runtime.Tests.Weights.HintTrial;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Files of several networks: which of them to take.</summary>
public sealed class SeveralNetworksTests
{
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
}
