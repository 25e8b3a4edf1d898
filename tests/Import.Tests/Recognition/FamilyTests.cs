using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ResNetGen.Import.Tests;

/// <summary>All networks of timm's resnet.py: those that can be declared, and the words for those that cannot.</summary>
public class FamilyTests
{
    private const string DeepStem = "a deep stem of three 3x3 convolutions (ResNet-C and -D), which no Stem declares";
    private const string AveragePool = "an average pool before the shortcuts' convolutions (ResNet-D)";
    private const string Se = "squeeze-and-excitation";
    private const string Eca = "efficient channel attention (ECA)";

    /// <summary>Names and shapes of state dicts, without num_batches_tracked.</summary>
    private static readonly Lazy<Dictionary<string, Dictionary<string, long[]>>> Tensors = new(Read);

    public static TheoryData<string, bool, string> Networks
    {
        get
        {
            TheoryData<string, bool, string> data = [];
            foreach (string line in File.ReadLines(Path("networks.txt")))
            {
                string[] words = line.Split(' ');
                data.Add(words[0], words[1] == "plain", words[2]);
            }

            return data;
        }
    }

    [Theory]
    [InlineData("resnet18d", DeepStem, AveragePool)]
    [InlineData("resnet26t_113x97", DeepStem, AveragePool)]
    [InlineData("resnet50c_97x97", DeepStem)]
    [InlineData("resnet50s_96x128", DeepStem)]
    [InlineData("seresnet18", Se)]
    [InlineData("seresnext26t_32x4d", DeepStem, AveragePool, Se)]
    [InlineData("ecaresnet26t_b2", DeepStem, AveragePool, Eca)]
    [InlineData("ecaresnetlight", AveragePool, Eca)]
    [InlineData("resnetblur50d", DeepStem, AveragePool)]
    [InlineData("resnetaa34d", DeepStem, AveragePool)]
    [InlineData(
        "resnetrs50",
        DeepStem,
        "a convolution with a stride in place of the stem's pool (ResNet-RS)",
        AveragePool,
        Se
    )]
    [InlineData("senet154_96x96", DeepStem, "shortcuts with a 3x3 convolution (SENet)", Se)]
    [InlineData("resnet50_gn", "or its norms are of another kind (group norm)")]
    [InlineData("test_resnet", DeepStem, "blocks of both kinds")]
    public void WhatCannotBeDeclaredIsNamed(string network, params string[] words)
    {
        string message = ShapesOnly.Refuse(Tensors.Value[network]);
        Assert.All(words, one => Assert.Contains(one, message));
        Assert.DoesNotContain("--ignore", message);
        int parts = message.Split("it has ")[1].Split("; ").Length;
        Assert.True(parts == words.Length + (network == "test_resnet" ? 1 : 0), message);
    }

    // Without a trace in the weights: the file beside them says it.
    [Theory]
    [InlineData("resnetblur18_113x97", "resnetblur18", "blur pools in place of strides")]
    [InlineData("resnetaa50_128x160", "resnetaa50.a1h_in1k", "average pools in place of strides")]
    public void WhatLeavesNoTraceIsNamedByItsArchitecture(string network, string architecture, string words)
    {
        Assert.Empty(ShapesOnly.Recognise(Tensors.Value[network]).LeftOut);
        string message = ShapesOnly.Refuse(
            Tensors.Value[network],
            beside: folder =>
                folder.Write("config.json", Encoding.UTF8.GetBytes($$"""{"architecture": "{{architecture}}"}"""))
        );
        Assert.Contains($"it has {words}", message);
        Assert.Contains($"config.json ({architecture})", message);
    }

    /// <summary>An architecture that is known gives exactly the tensors that timm's network has.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void ArchitecturesAreThoseOfTimm(string name, bool isPlain, string hash)
    {
        NetworkFacts facts = TimmArchitecture.Read(name, name);
        Assert.Equal(isPlain, facts.Undeclared.Count == 0);
        if (isPlain)
        {
            NetworkDeclaration declaration = new()
            {
                BlockType = facts.BlockType!.Value,
                Stages = facts.Stages!,
                Groups = facts.Groups!.Value,
                WidthPerGroup = facts.WidthPerGroup!.Value,
            };
            Dictionary<string, long[]> tensors = ShapesOnly.Of(declaration);
            string lines = string.Join(
                '\n',
                tensors.Select(pair => $"{pair.Key} {string.Join('x', pair.Value)}").Order(StringComparer.Ordinal)
            );
            Assert.Contains(hash, new[] { Hash(lines), Hash(lines + "\n") });
            Assert.Equal(declaration, ShapesOnly.Recognise(tensors).Declaration);
        }
    }

    [Theory]
    [InlineData("resnet50", true)]
    [InlineData("resnet50.tv2_in1k", true)]
    [InlineData("tv_resnet34", true)]
    [InlineData("gluon_resnet50_v1b", true)]
    [InlineData("swsl_resnext101_32x16d", true)]
    [InlineData("resnet51", false)]
    [InlineData("resnet50x", false)]
    [InlineData("resnet99999999999999999999", false)]
    [InlineData("resnext18_32x4d", false)]
    [InlineData("resnetv2_50x1_bit", false)]
    [InlineData("resnet50_clip", false)]
    [InlineData("gluon_resnet50_v1d", false)]
    [InlineData("vit_base_patch16_224", false)]
    [InlineData("", false)]
    public void OnlyKnownArchitecturesAreTaken(string name, bool isKnown) =>
        Assert.Equal(isKnown, TimmArchitecture.Read(name, name).Undeclared.Count == 0);

    [Theory]
    [InlineData("stages.0.blocks.0.norm1.weight", "another family of timm")]
    [InlineData("Mixed_5b.branch1x1.conv.weight", "its tensors are not those of a ResNet")]
    [InlineData("features.0.weight", "its tensors are not those of a ResNet")]
    public void OtherNetworksAreNoResNets(string name, string problem) =>
        Assert.Contains(problem, ShapesOnly.Refuse(new Dictionary<string, long[]> { [name] = [64, 3, 3, 3] }));

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "family", name);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Dictionary<string, Dictionary<string, long[]>> Read()
    {
        Dictionary<string, Dictionary<string, long[]>> networks = [];
        Dictionary<string, long[]> tensors = [];
        using StreamReader reader = new(
            new GZipStream(File.OpenRead(Path("tensors.txt.gz")), CompressionMode.Decompress)
        );
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "#")
            {
                networks[words[1]] = tensors = [];
            }
            else
            {
                tensors[words[0]] =
                [
                    .. words[1].Split('x').Select(one => long.Parse(one, CultureInfo.InvariantCulture)),
                ];
            }
        }

        return networks;
    }
}
