using System.Security.Cryptography;
using ResNetGen.Arm64.Tests.Support;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Arm64.Tests;

/// <summary>
/// Compiled ahead of time for Linux on Arm64 and run on an emulated processor: its vectors compute what the definitions
/// of the layers give, what torchvision gives, and Pillow's pixels.
/// </summary>
[Collection(nameof(EmulatedRun))]
public sealed class Arm64Tests(EmulatedRun run)
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Defined =>
        new(Network.All.Select(network => network.Name).Where(name => name != nameof(ReferenceResNet18For97x131)));

    [Fact]
    public void EveryAlgorithmIsInOneOfTheNetworks() =>
        Assert.Equivalent(
            ConvolutionAlgorithm.All.Select(algorithm => algorithm.Id),
            Network
                .All.SelectMany(network => network.Info.Layers)
                .Select(layer => layer.Algorithms?.Vector128.Id)
                .OfType<string>()
                .Distinct(),
            strict: true
        );

    [EmulationFact]
    public void ProcessorIsArm64WithVectorsOf128Bits() => Assert.Equal("Arm64 True False\n", run.Output);

    [EmulationTheory]
    [MemberData(nameof(Defined))]
    public void NetworkAgreesWithTheDefinitionOfItsLayers(string name)
    {
        Network network = Network.All.Single(network => network.Name == name);
        ModelInfo info = network.Info;
        NetworkReference reference = NetworkReference.Run(
            info,
            DeterministicWeights.Safetensors(info),
            Tensor.Deterministic(info.Batch, info.InputChannels, info.InputHeight, info.InputWidth)
        );
        AssertClose(reference.Logits.ToSingles(), run.Floats(network.LogitsFile));
        AssertClose(reference.Embedding.ToSingles(), run.Floats(network.EmbeddingsFile));
    }

    [EmulationFact]
    public void ResNet18AgreesWithTorchvision()
    {
        Network network = Network.All.Single(network => network.Name == nameof(ReferenceResNet18For97x131));
        Reference reference = Reference.Read("resnet18_97x131_b2_k7");
        AssertClose([.. reference.Logits.SelectMany(logits => logits)], run.Floats(network.LogitsFile));
        AssertClose([.. reference.Embedding.SelectMany(features => features)], run.Floats(network.EmbeddingsFile));
    }

    [EmulationFact]
    public void PicturesDecodeToPillowsPixels()
    {
        Assert.True(run.Pictures.Count > 100);
        Assert.All(
            run.Pictures,
            picture =>
                Assert.EndsWith(
                    $" {Convert.ToHexStringLower(SHA256.HashData(run.Pixels(picture.Key)))}",
                    picture.Value.Expected
                )
        );
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(value => Math.Abs((double)value));
        double error = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max() / largest;
        Assert.True(error <= Tolerance, $"{error:E1} of the largest value, where {Tolerance:E0} is allowed.");
    }
}
