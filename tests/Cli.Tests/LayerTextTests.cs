using ResNetGen.Cli.Output;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Tests;

/// <summary>People are told of layers in words, not in identifiers.</summary>
public sealed class LayerTextTests
{
    [Fact]
    public void EveryAlgorithmHasWordsOfItsOwn()
    {
        ConvolutionAlgorithm[] all = Enum.GetValues<ConvolutionAlgorithm>();
        Assert.Distinct(all.Select(LayerText.Algorithm));
        Assert.All(all, algorithm => Assert.NotEqual(algorithm.ToString(), LayerText.Algorithm(algorithm)));
    }

    [Fact]
    public void EveryLayerOfTheZooHasWords() =>
        Assert.All(
            Catalog.Networks.SelectMany(network => network.Network.Layers),
            layer => Assert.NotEqual(layer.Kind.ToString(), LayerText.Kind(layer))
        );
}
