using ResNetGen.Cli.Output;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Tests;

/// <summary>People are told of layers in words, not in identifiers.</summary>
public sealed class LayerTextTests
{
    [Fact]
    public void EveryAlgorithmHasWordsOfItsOwn()
    {
        Assert.Distinct(ConvolutionAlgorithm.All.Select(algorithm => algorithm.Name));
        Assert.All(ConvolutionAlgorithm.All, algorithm => Assert.NotEqual(algorithm.Id, algorithm.Name));
    }

    [Fact]
    public void EveryLayerOfTheZooHasWords() =>
        Assert.All(
            Catalog.Networks.SelectMany(network => network.Network.Layers),
            layer => Assert.NotEqual(layer.Kind.ToString(), LayerText.Kind(layer))
        );
}
