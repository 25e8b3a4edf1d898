using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>One network under many names: imported, or loaded as it is, it has the same logits to the bit.</summary>
public partial class NamingTests
{
    private static readonly ImportOptions Input64 = new() { InputHeight = 64, InputWidth = 64 };

    public static TheoryData<string> Namings => [.. Names.Keys];

    private static Dictionary<string, Func<string, string>> Names { get; } =
        new()
        {
            ["torchvision"] = name => name,
            ["DataParallel"] = name => "module." + name,
            ["torch.compile"] = name => "_orig_mod." + name,
            ["Lightning"] = name => "model.net." + name,
            ["encoder"] = name => "encoder." + name,
            ["transformers"] = name => name.StartsWith("fc.") ? Transformers(name) : "resnet." + Transformers(name),
            ["ResNetModel of transformers"] = Transformers,
            ["kuangliu"] = name => name.Replace("downsample", "shortcut").Replace("fc.", "linear."),
            ["dropout"] = name => name.Replace("fc.", "fc.1."),
            ["Cadene"] = name => name.Replace("fc.", "last_linear."),
            ["backbone and head"] = name => name.StartsWith("fc.") ? "head." + name : "backbone." + name,
            ["classifier"] = name =>
                name.StartsWith("fc.") ? name.Replace("fc.", "model.classifier.1.") : "model.backbone." + name,
            ["children"] = Children,
        };

    [Theory]
    [MemberData(nameof(Namings))]
    public void LogitsAreEqual(string naming)
    {
        using TemporaryFolder folder = new();
        float[] expected = GoldenRun.Logits<BasicNetwork>(TensorRecognitionTests.WriteCanonical(folder, "basic.pth"));
        using (Checkpoint canonical = Checkpoint.Open(folder["canonical"]))
        {
            canonical.WriteSafetensors(
                folder["renamed"],
                canonical.Tensors.ToDictionary(tensor => Names[naming](tensor.Name), tensor => tensor.Name)
            );
        }

        using Checkpoint renamed = Checkpoint.Open(folder["renamed"]);
        ImportedNetwork network = ImportedNetwork.Recognise(renamed, Input64);
        Assert.All(network.Tensors, tensor => Assert.Equal(Names[naming](tensor.Name), tensor.Source));
        network.WriteSafetensors(folder["imported"]);
        Assert.Equal(expected, GoldenRun.Logits<BasicNetwork>(folder["imported"]));
        Assert.Equal(expected, GoldenRun.Logits<BasicNetwork>(folder["renamed"]));
    }

    [Fact]
    public void ClassifierThatIsAConvolutionHasTheSameLogits()
    {
        using TemporaryFolder folder = new();
        float[] expected = GoldenRun.Logits<BasicNetwork>(TensorRecognitionTests.WriteCanonical(folder, "basic.pth"));
        using (Checkpoint canonical = Checkpoint.Open(folder["canonical"]))
        {
            SafetensorsWriter.Write(
                folder["convolution"],
                [
                    .. canonical.Tensors.Select(tensor =>
                        ImportedTensor
                            .Copy(
                                tensor.Name.Replace("fc.", "head.fc."),
                                tensor,
                                tensor.Name == "fc.weight" ? [5, 64, 1, 1] : null
                            )
                            .Values
                    ),
                ],
                overwrite: false
            );
        }

        using Checkpoint convolution = Checkpoint.Open(folder["convolution"]);
        ImportedNetwork.Recognise(convolution, Input64).WriteSafetensors(folder["imported"]);
        Assert.Equal(expected, GoldenRun.Logits<BasicNetwork>(folder["imported"]));
        Assert.Equal(expected, GoldenRun.Logits<BasicNetwork>(folder["convolution"]));
    }

    // transformers/models/resnet/modeling_resnet.py
    private static string Transformers(string name)
    {
        name = Regex.Replace(name, @"^fc\.", "classifier.1.");
        name = Regex.Replace(name, @"^conv1\.", "embedder.embedder.convolution.");
        name = Regex.Replace(name, @"^bn1\.", "embedder.embedder.normalization.");
        name = name.Replace("downsample.0", "shortcut.convolution").Replace("downsample.1", "shortcut.normalization");
        name = Regex.Replace(
            name,
            @"^layer(\d)\.",
            match => $"encoder.stages.{int.Parse(match.Groups[1].Value) - 1}.layers."
        );
        name = Regex.Replace(
            name,
            @"\.conv(\d)\.",
            match => $".layer.{int.Parse(match.Groups[1].Value) - 1}.convolution."
        );
        return Regex.Replace(
            name,
            @"\.bn(\d)\.",
            match => $".layer.{int.Parse(match.Groups[1].Value) - 1}.normalization."
        );
    }

    // nn.Sequential(*resnet.children()): conv1, bn1, relu, maxpool, layer1 to layer4, avgpool, fc
    private static string Children(string name)
    {
        name = Regex.Replace(name, @"^conv1\.", "0.");
        name = Regex.Replace(name, @"^bn1\.", "1.");
        name = Regex.Replace(name, @"^fc\.", "9.");
        return Regex.Replace(name, @"^layer(\d)\.", match => $"{int.Parse(match.Groups[1].Value) + 3}.");
    }
}
