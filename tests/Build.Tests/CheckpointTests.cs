using System.Text.Json;
using ResNetGen.Build.Tests.Support;
using ResNetGen.Import;
using ResNetGen.Import.Tests;
using ResNetGen.Weights;

namespace ResNetGen.Build.Tests;

/// <summary>Weights in other formats than safetensors with torchvision's names.</summary>
public sealed class CheckpointTests
{
    private const string Basic =
        "namespace Demo; [ResNet(BlockType.Basic, 1, 2, 1, 1, BaseWidth = 8, Classes = 5, InputHeight = 64, InputWidth = 64)] "
        + "partial class Net;";

    private const string Next =
        "namespace Demo; [ResNet(BlockType.Bottleneck, 1, 1, 1, 1, BaseWidth = 8, Groups = 4, WidthPerGroup = 32, Classes = 3, "
        + "InputHeight = 64, InputWidth = 96, BottleneckStride = BottleneckStride.Conv1x1)] partial class Net;";

    /// <summary>A file of each format, with the class that it is for.</summary>
    public static TheoryData<string, string> Formats =>
        new()
        {
            { "basic.pth", Basic },
            { "basic-legacy.pth", Basic },
            { "basic-torchscript.pt", Basic },
            { "basic-views.pth", Basic },
            { "next.pth", Next },
            { "basic.onnx", Basic },
            { "basic-batchnorm.onnx", Basic },
            { "next.onnx", Next.Replace("Conv1x1", "Conv3x3") },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public void CheckpointIsPackedAsItsSafetensorsAre(string name, string source)
    {
        using TestProject project = new(source);
        string plain = project.PathOf("plain.safetensors");
        using (Checkpoint checkpoint = Checkpoint.Open(TestProject.CheckpointFile(name)))
        {
            ImportedNetwork.Recognise(checkpoint).WriteSafetensors(plain);
        }

        AssertSays(project.Embed(TestProject.CheckpointFile(name)), "packed");
        AssertSays(project, "unchanged");
        using TestProject expected = new TestProject(source).Embed(plain);
        AssertSays(expected, "packed");
        Assert.Equal(File.ReadAllBytes(expected.Packed()), File.ReadAllBytes(project.Packed()));
        Assert.Empty(Directory.GetFiles(project.Folder, "*.tmp"));
    }

    [Fact]
    public void OtherContentIsPackedAgain()
    {
        using TestProject project = new();
        string file = project.PathOf("fashion.pth");
        byte[] weights = File.ReadAllBytes(TestProject.Fashion);
        File.WriteAllBytes(file, TorchFile.Of(weights));
        AssertSays(project.Embed(file), "packed");
        byte[] first = File.ReadAllBytes(project.Packed());

        weights[^1] ^= 1;
        File.WriteAllBytes(file, TorchFile.Of(weights));
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        AssertSays(project, "packed");
        Assert.NotEqual(first, File.ReadAllBytes(project.Packed()));
        AssertSays(project, "unchanged");
    }

    /// <summary>Each part of a checkpoint counts, and what lies beside it.</summary>
    [Fact]
    public void FilesThatAreReadAreTold()
    {
        using TestProject project = new();
        string index = project.Split(TestProject.Fashion);
        AssertSays(project.Embed(index), "packed");
        Assert.Equal(
            [project.PathOf("part.bin"), project.PathOf("part2.bin")],
            project.Run().Read.Order(StringComparer.Ordinal)
        );

        byte[] part = File.ReadAllBytes(project.PathOf("part2.bin"));
        File.WriteAllText(project.PathOf("config.json"), "{}");
        AssertSays(project, "packed");
        Assert.Contains(project.PathOf("config.json"), project.Run().Read);
        part[part.Length / 2] ^= 1;
        File.WriteAllBytes(project.PathOf("part2.bin"), part);
        AssertSays(project, "packed");
        AssertSays(project, "unchanged");
    }

    [Fact]
    public void WhatMovesFromOneFileToTheNextIsAChange()
    {
        using TestProject project = new();
        string file = project.PathOf("fashion.pth");
        File.WriteAllBytes(file, TorchFile.Of(File.ReadAllBytes(TestProject.Fashion)));
        File.WriteAllText(project.PathOf("config.json"), "{} ");
        File.WriteAllText(project.PathOf("preprocessor_config.json"), "{}");
        AssertSays(project.Embed(file), "packed");
        File.WriteAllText(project.PathOf("config.json"), "{}");
        File.WriteAllText(project.PathOf("preprocessor_config.json"), " {}");
        AssertSays(project, "packed");
        AssertSays(project, "unchanged");
    }

    [Fact]
    public void PlainSafetensorsDependOnNothingElse()
    {
        using TestProject project = new();
        string file = project.PathOf("fashion.safetensors");
        File.Copy(TestProject.Fashion, file);
        AssertSays(project.Embed(file), "packed");
        File.WriteAllText(project.PathOf("config.json"), "{}");
        AssertSays(project, "unchanged");
        Assert.Empty(project.Run().Read);
    }

    [Fact]
    public void WeightsOfAnotherNetworkAreAnError()
    {
        using TestProject project = new(Basic.Replace("Classes = 5", "Classes = 7"));
        string file = TestProject.CheckpointFile("basic.pth");

        BuildError error = Assert.Single(project.Embed(file).Run().Errors);

        Assert.Equal(1008, error.Number);
        Assert.StartsWith(
            $"'{file}' has not the weights of 'Demo.Net', [ResNet(BlockType.Basic, 1, 2, 1, 1, ",
            error.Text
        );
        Assert.Contains(
            "declare Classes = 5. Of another shape: fc.weight, [7, 64] expected, [5, 64] found",
            error.Text
        );
        Assert.False(File.Exists(project.Packed()));
    }

    [Fact]
    public void TensorsThatAreNoNetworkAreAnError()
    {
        using TestProject project = new();
        string file = project.PathOf("other.pth");
        File.WriteAllBytes(
            file,
            ZipBuilder.Checkpoint(PickleBuilder.Dict("x", value => value.Tensor("0", 6, 0, [2, 3], [3, 1])), 6).Build()
        );

        BuildError error = Assert.Single(project.Embed(file).Run().Errors);

        Assert.Equal(1007, error.Number);
        Assert.StartsWith($"The weights for 'Demo.Net' cannot be packed: {file}: ", error.Text);
        Assert.DoesNotContain('\n', error.Text);
    }

    /// <summary>A graph says where the stride is; the tensors are the same.</summary>
    [Fact]
    public void GraphThatComputesSomethingElseIsNamedWithTheClass()
    {
        using TestProject project = new(Next);
        string file = TestProject.CheckpointFile("next.onnx");

        BuildError error = Assert.Single(project.Embed(file).Run().Errors);

        Assert.Equal(1011, error.Number);
        Assert.StartsWith(
            $"'{file}' has the weights of [ResNet(BlockType.Bottleneck, 1, 1, 1, 1, Classes = 3, ",
            error.Text
        );
        Assert.Contains(", and 'Demo.Net' is [ResNet(", error.Text);
        Assert.Contains("BottleneckStride = BottleneckStride.Conv1x1", error.Text);
        Assert.False(File.Exists(project.Packed()));
    }

    /// <summary>So does a file of transformers beside weights, also beside plain ones.</summary>
    [Theory]
    [InlineData(true, 1011)]
    [InlineData(false, null)]
    public void ConfigThatSaysOtherwiseIsAnError(bool isFirst, int? number)
    {
        using TestProject project = new(
            "namespace Demo; [ResNet(BlockType.Bottleneck, 1, 1, BaseWidth = 16, Classes = 3)] partial class Net;"
        );
        string plain = project.PathOf("plain.safetensors");
        File.WriteAllBytes(
            plain,
            Zeros(
                new()
                {
                    BlockType = BlockType.Bottleneck,
                    Stages = [1, 1],
                    BaseWidth = 16,
                    Classes = 3,
                }
            )
        );
        File.WriteAllText(
            project.PathOf("config.json"),
            $$"""
            {"model_type": "resnet", "layer_type": "bottleneck", "downsample_in_bottleneck": {{(
                isFirst ? "true" : "false"
            )}}}
            """
        );
        Assert.Equal(number, project.Embed(plain).Run().Errors.SingleOrDefault()?.Number);
    }

    [Fact]
    public void WhatIsSaidBesidePlainWeightsCounts()
    {
        using TestProject project = new();
        string file = project.PathOf("fashion.safetensors");
        File.Copy(TestProject.Fashion, file);
        File.WriteAllText(project.PathOf("config.json"), """{"model_type": "resnet", "hidden_act": "gelu"}""");

        BuildError error = Assert.Single(project.Embed(file).Run().Errors);

        Assert.Equal(1007, error.Number);
        Assert.Contains("gelu", error.Text);
    }

    /// <summary>Weights of a network, all of them zero.</summary>
    private static byte[] Zeros(NetworkDeclaration network)
    {
        Dictionary<string, object> header = [];
        long end = 0;
        foreach (ExpectedTensor tensor in ExpectedTensors.Of(NetworkShape.Of(network)))
        {
            long start = end;
            end += tensor.Shape.Aggregate((long)sizeof(float), (bytes, extent) => bytes * extent);
            header.Add(
                tensor.Name,
                new
                {
                    dtype = "F32",
                    shape = tensor.Shape.ToArray(),
                    data_offsets = new[] { start, end },
                }
            );
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[end]];
    }

    private static void AssertSays(TestProject project, string what)
    {
        Outcome outcome = project.Run();
        Assert.Empty(outcome.Errors);
        Assert.StartsWith($"Demo.Net: {what}, ", Assert.Single(outcome.Messages));
        Assert.NotNull(PackedWeights.Verify(project.Packed()));
    }
}
