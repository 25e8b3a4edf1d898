using ResNetGen.Weights;
using static ResNetGen.Import.Tests.WrittenClasses;

namespace ResNetGen.Import.Tests;

/// <summary>Classes that are written: they load their weights, and give the logits of PyTorch.</summary>
public class NetworkClassTests
{
    [Theory]
    [InlineData("basic.pth", false)]
    [InlineData("basic.pth", true)]
    [InlineData("basic.onnx", false)]
    [InlineData("basic.onnx", true)]
    public void ClassComputesWhatPyTorchDoes(string file, bool packed)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        NetworkClass written = new(ImportedNetwork.Recognise(checkpoint, Small), "Birds", "Demo.Models");
        written.Write(folder["a/b"], packed);

        string weights = folder[packed ? "a/b/birds.packed" : "a/b/birds.safetensors"];
        Assert.Equal([folder["a/b/Birds.cs"], weights], Files(folder).Order(StringComparer.Ordinal));
        string source = File.ReadAllText(folder["a/b/Birds.cs"]);
        CompiledClass compiled = CompiledClass.Of(source, "Demo.Models.Birds");
        float[] image = [.. Enumerable.Range(0, BasicNetwork.InputLength).Select(index => MathF.Sin(index))];
        using BasicNetwork expected = BasicNetwork.Load(Plain(folder, checkpoint));
        float[] logits = new float[BasicNetwork.Classes];
        expected.Forward(image, logits);
        Assert.Equal(logits, compiled.Logits(weights, image));
        Assert.Equal(
            packed,
            !source.Contains("<ResNetWeights Include=\"birds.safetensors\" Model=\"Demo.Models.Birds\" ")
        );
        if (packed)
        {
            PackedWeightsInfo header = PackedWeights.Verify(weights);
            ModelInfo info = compiled.Get<ModelInfo>("Network");
            Assert.Equal((info.Name, info.Declaration), (header.Model, header.Declaration));
        }
    }

    /// <summary>Layers, sizes and costs are known before there is a class.</summary>
    [Theory]
    [InlineData("basic.pth", 64, 64)]
    [InlineData("next.pth", 64, 96)]
    public void FactsAreThoseOfTheCompiledClass(string file, int rows, int columns)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        NetworkClass written = new(
            ImportedNetwork.Recognise(checkpoint, new() { InputHeight = rows, InputWidth = columns }),
            "Net",
            "Demo"
        );
        ModelInfo info = CompiledClass.Of(written.Source(), "Demo.Net").Get<ModelInfo>("Network");
        Assert.Equal(
            (info.Name, info.Declaration, info.Parameters, info.MultiplyAdds, info.WorkspaceBytes, info.WeightBytes),
            (
                written.Info.Name,
                written.Info.Declaration,
                written.Info.Parameters,
                written.Info.MultiplyAdds,
                written.Info.WorkspaceBytes,
                written.Info.WeightBytes
            )
        );
        Assert.Equal(info.Layers, written.Info.Layers);
    }

    [Theory]
    [InlineData(8, 64, "images of 8x64, and")]
    [InlineData(64, 20_000, "InputWidth is 20000")]
    public void NetworksThatTheGeneratorRefusesAreNoNetworks(int rows, int columns, string problem)
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        WeightFileException error = Assert.Throws<WeightFileException>(() =>
            ImportedNetwork.Recognise(checkpoint, new() { InputHeight = rows, InputWidth = columns })
        );
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void NetworksThatComputeSomethingElseAreTold()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("next.pth");
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, new() { InputHeight = 64, InputWidth = 96 });
        NetworkDeclaration other = network.Declaration with { BottleneckStride = BottleneckStride.Conv1x1 };
        Assert.True(network.Computes(NextNetwork.Network));
        Assert.False(network.Computes(BasicNetwork.Network));
        Assert.True(network.Computes(NetworkClass.Plan(other, "Net")));

        ImportedNetwork told = new(checkpoint, network.Declaration, network.Tensors);
        Assert.True(told.Computes(NextNetwork.Network));
        Assert.False(told.Computes(NetworkClass.Plan(other, "Net")));
    }
}
