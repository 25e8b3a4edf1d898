using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Zoo.Tests;

/// <summary>
/// What a network says of its layers fits together and has torchvision's names in torchvision's order.
/// </summary>
public class LayerTableTests
{
    public static TheoryData<string> Names => CatalogTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ConstantsAreSumsOverTheLayers(string name)
    {
        ModelInfo info = Catalog.Get(name).Network;
        Assert.Equal(info.Parameters, info.Layers.Sum(layer => layer.Parameters));
        Assert.Equal(info.MultiplyAdds, info.Layers.Sum(layer => layer.MultiplyAdds));
    }

    [Fact]
    public void ConstantsAreThoseOfTheInfo()
    {
        ModelInfo info = ResNet50.Network;
        Assert.Equal(
            (ResNet50.Parameters, ResNet50.MultiplyAdds, ResNet50.WorkspaceBytes),
            (info.Parameters, info.MultiplyAdds, info.WorkspaceBytes)
        );
        Assert.Equal(
            (ResNet50.EmbeddingLength, ResNet50.InputLength, ResNet50.Classes),
            (info.EmbeddingLength, info.InputLength, info.Classes)
        );
    }

    // Layers with weights as the name counts them: shortcuts do not count.
    [Theory]
    [InlineData("resnet18", 18)]
    [InlineData("resnet34", 34)]
    [InlineData("resnet50", 50)]
    [InlineData("resnet101", 101)]
    [InlineData("resnet152", 152)]
    [InlineData("resnext50_32x4d", 50)]
    [InlineData("resnext101_32x8d", 101)]
    [InlineData("resnext101_64x4d", 101)]
    [InlineData("wide_resnet50_2", 50)]
    [InlineData("wide_resnet101_2", 101)]
    [InlineData("resnet20", 20)]
    [InlineData("resnet32", 32)]
    [InlineData("resnet44", 44)]
    [InlineData("resnet56", 56)]
    [InlineData("resnet110", 110)]
    public void IsAsDeepAsItsName(string name, int depth) =>
        Assert.Equal(
            depth,
            Catalog.Get(name).Network.Layers.Count(layer => layer.HasWeights && !layer.Name.Contains("downsample"))
        );

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("resnext50_32x4d")]
    [InlineData("wide_resnet50_2")]
    public void WeightsHaveTorchvisionsNamesInItsOrder(string name)
    {
        // A convolution's weight has four extents, and its batch norm follows; the linear layer's has two.
        string[] lines = StateDict.ReadParameters(name);
        IEnumerable<(string, string?)> expected = lines
            .Zip(lines.Skip(1))
            .Where(pair => pair.First.Contains(".weight [") && pair.First.Contains(','))
            .Select(pair =>
                (Owner(pair.First), pair.First.Count(character => character == ',') == 3 ? Owner(pair.Second) : null)
            );
        Assert.Equal(expected, WeightLayers(name));

        static string Owner(string line) => line[..line.LastIndexOf('.')];
    }

    // Without a list of torchvision's: its names for the published blocks.
    [Theory]
    [InlineData("resnet34", BlockType.Basic, Shortcut.Projection, 3, 4, 6, 3)]
    [InlineData("resnet101", BlockType.Bottleneck, Shortcut.Projection, 3, 4, 23, 3)]
    [InlineData("resnet152", BlockType.Bottleneck, Shortcut.Projection, 3, 8, 36, 3)]
    [InlineData("resnext101_32x8d", BlockType.Bottleneck, Shortcut.Projection, 3, 4, 23, 3)]
    [InlineData("resnext101_64x4d", BlockType.Bottleneck, Shortcut.Projection, 3, 4, 23, 3)]
    [InlineData("wide_resnet101_2", BlockType.Bottleneck, Shortcut.Projection, 3, 4, 23, 3)]
    [InlineData("resnet20", BlockType.Basic, Shortcut.ZeroPad, 3, 3, 3)]
    [InlineData("resnet32", BlockType.Basic, Shortcut.ZeroPad, 5, 5, 5)]
    [InlineData("resnet44", BlockType.Basic, Shortcut.ZeroPad, 7, 7, 7)]
    [InlineData("resnet56", BlockType.Basic, Shortcut.ZeroPad, 9, 9, 9)]
    [InlineData("resnet110", BlockType.Basic, Shortcut.ZeroPad, 18, 18, 18)]
    public void BlocksHaveTorchvisionsNamesInItsOrder(
        string name,
        BlockType block,
        Shortcut shortcut,
        params int[] stages
    )
    {
        List<(string, string?)> expected = [("conv1", "bn1")];
        for (int stage = 1; stage <= stages.Length; stage++)
        {
            for (int index = 0; index < stages[stage - 1]; index++)
            {
                string prefix = $"layer{stage}.{index}";
                for (int convolution = 1; convolution <= (block == BlockType.Bottleneck ? 3 : 2); convolution++)
                {
                    expected.Add(($"{prefix}.conv{convolution}", $"{prefix}.bn{convolution}"));
                }

                bool changesShape = index == 0 && (stage > 1 || block == BlockType.Bottleneck);
                if (changesShape && shortcut == Shortcut.Projection)
                {
                    expected.Add(($"{prefix}.downsample.0", $"{prefix}.downsample.1"));
                }
            }
        }

        Assert.Equal([.. expected, ("fc", null)], WeightLayers(name));
    }

    [Theory]
    [InlineData("resnet18", "layer2 layer3 layer4")]
    [InlineData("resnet50", "layer1 layer2 layer3 layer4")]
    [InlineData("resnet20", "")]
    public void ProjectionsAreWhereTheShapeChanges(string name, string stages)
    {
        IEnumerable<string> names = Catalog.Get(name).Network.Layers.Select(layer => layer.Name);
        IEnumerable<string> projections = names.Where(layer => layer.EndsWith("downsample.0"));
        Assert.Equal(
            stages.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(stage => $"{stage}.0.downsample.0"),
            projections
        );
    }

    [Theory]
    [InlineData("resnext50_32x4d", "layer1.0.conv2", 128, 32)]
    [InlineData("resnext101_32x8d", "layer4.2.conv2", 2048, 32)]
    [InlineData("resnext101_64x4d", "layer3.22.conv2", 1024, 64)]
    [InlineData("wide_resnet50_2", "layer1.0.conv2", 128, 1)]
    [InlineData("wide_resnet101_2", "layer4.0.conv2", 1024, 1)]
    public void InnerConvolutionsAreAsWideAndGroupedAsPublished(string network, string layer, int channels, int groups)
    {
        LayerInfo info = Assert.Single(Catalog.Get(network).Network.Layers, entry => entry.Name == layer);
        Assert.Equal((channels, channels, groups, 3), (info.InChannels, info.OutChannels, info.Groups, info.Kernel));
    }

    // Sorted as torchvision declares them: a shortcut runs before the convolution that adds it, and is the last of its
    // block there.
    private static IEnumerable<(string Name, string? BatchNorm)> WeightLayers(string name)
    {
        LayerInfo[] layers = [.. Catalog.Get(name).Network.Layers.Where(layer => layer.HasWeights)];
        return layers
            .GroupBy(layer => string.Join('.', layer.Name.Split('.').Take(2)))
            .SelectMany(block => block.OrderBy(layer => layer.Name.EndsWith("downsample.0")))
            .Select(layer => (layer.Name, layer.BatchNorm));
    }
}
