using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>The commands that <c>Load</c> and the recognition advise, given the files that they were printed for.</summary>
public partial class HintTests
{
    [Theory]
    [InlineData("module.encoder_k.", "module.encoder_q.")]
    [InlineData("student.", "teacher.")]
    [InlineData("b b.", "a a.")]
    [InlineData("one.", "")]
    public void CommandTakesOneOfTwoNetworks(string first, string second)
    {
        using TemporaryFolder folder = new();
        Write(folder, name => [first + name, second + name]);
        Follow(folder, Assert.Throws<WeightMismatchException>(() => BasicNetwork.Load(folder["file"])).Message);
        Follow(folder, Refuse(folder));
    }

    [Theory]
    [InlineData("aux.conv.weight")]
    [InlineData("model.it's.weight")]
    [InlineData("model.a b*$x.weight")]
    [InlineData("\u0001.\u202E.\U0001F600")]
    public void CommandLeavesOtherTensorsOut(string other)
    {
        using TemporaryFolder folder = new();
        Write(folder, name => name == "bn1.bias" ? ["model." + name, other] : ["model." + name]);
        Follow(folder, Assert.Throws<WeightMismatchException>(() => BasicNetwork.Load(folder["file"])).Message);
        Follow(folder, Refuse(folder));
    }

    [Fact]
    public void CommandLeavesAClassifierOfSeveralLayersOut()
    {
        using TemporaryFolder folder = new();
        Write(
            folder,
            name => name.StartsWith("fc.") ? [name.Replace("fc.", "head.0."), name.Replace("fc.", "head.2.")] : [name]
        );
        string message = Assert.Throws<WeightMismatchException>(() => BasicNetwork.Load(folder["file"])).Message;
        Assert.Equal(0, Take(folder, message).Declaration.Classes);
        Assert.Equal(0, Take(folder, Refuse(folder)).Declaration.Classes);
    }

    private static string Refuse(TemporaryFolder folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder["file"]);
        return Assert.Throws<WeightFileException>(() => ImportedNetwork.Recognise(checkpoint)).Message;
    }

    /// <summary>Imports as a message says, and runs the network.</summary>
    private static void Follow(TemporaryFolder folder, string message)
    {
        Take(folder, message);
        Assert.Equal(
            GoldenRun.Logits<BasicNetwork>(folder["canonical"]),
            GoldenRun.Logits<BasicNetwork>(folder["imported"])
        );
    }

    private static ImportedNetwork Take(TemporaryFolder folder, string message)
    {
        // As the shell of this system has it.
        string[] words =
        [
            .. Word()
                .Matches(Command().Match(message).Groups[1].Value)
                .Select(word =>
                    Piece()
                        .Replace(
                            word.Value,
                            piece => piece.Groups[1].Value + piece.Groups[2].Value + piece.Groups[3].Value
                        )
                ),
        ];
        Assert.Equal(folder["file"], words[0]);
        List<string> ignore = [];
        string? prefix = null;
        for (int word = 1; word < words.Length; word += 2)
        {
            if (words[word] == "--prefix")
            {
                prefix = words[word + 1];
            }
            else
            {
                Assert.Equal("--ignore", words[word]);
                ignore.Add(words[word + 1]);
            }
        }

        using Checkpoint checkpoint = Checkpoint.Open(words[0]);
        ImportedNetwork network = ImportedNetwork.Recognise(
            checkpoint,
            new()
            {
                InputHeight = 64,
                InputWidth = 64,
                Prefix = prefix,
                Ignore = ignore,
            }
        );
        network.WriteSafetensors(folder["imported"], overwrite: true);
        return network;
    }

    private static void Write(TemporaryFolder folder, Func<string, string[]> names)
    {
        using Checkpoint canonical = Checkpoint.Open(TensorRecognitionTests.WriteCanonical(folder, "basic.pth"));
        canonical.WriteSafetensors(
            folder["file"],
            canonical
                .Tensors.SelectMany(tensor => names(tensor.Name).Select(name => (name, tensor.Name)))
                .ToDictionary(pair => pair.name, pair => pair.Name)
        );
    }

    [GeneratedRegex(@"resnetgen import (.*?)(?:\. In a program|\.?$)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|\\.|[^\s'""\\])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'([^']*)'|""([^""]*)""|\\(.)")]
    private static partial Regex Piece();
}
