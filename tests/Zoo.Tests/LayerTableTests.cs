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
    [InlineData("resnet18", 2, 2, 2, 2)]
    [InlineData("resnet34", 3, 4, 6, 3)]
    [InlineData("resnet50", 3, 4, 6, 3)]
    [InlineData("resnet101", 3, 4, 23, 3)]
    [InlineData("resnet152", 3, 8, 36, 3)]
    [InlineData("resnext50_32x4d", 3, 4, 6, 3)]
    [InlineData("resnext101_32x8d", 3, 4, 23, 3)]
    [InlineData("resnext101_64x4d", 3, 4, 23, 3)]
    [InlineData("wide_resnet50_2", 3, 4, 6, 3)]
    [InlineData("wide_resnet101_2", 3, 4, 23, 3)]
    [InlineData("resnet20", 3, 3, 3)]
    [InlineData("resnet32", 5, 5, 5)]
    [InlineData("resnet44", 7, 7, 7)]
    [InlineData("resnet56", 9, 9, 9)]
    [InlineData("resnet110", 18, 18, 18)]
    public void WeightsHaveTorchvisionsNamesInItsOrder(string name, params int[] stages)
    {
        ModelInfo info = Catalog.Get(name).Network;
        bool bottleneck = info.Layers.Any(layer => layer.Name == "layer1.0.conv3");
        List<string> expected = ["conv1"];
        for (int stage = 1; stage <= stages.Length; stage++)
        {
            for (int block = 0; block < stages[stage - 1]; block++)
            {
                string prefix = $"layer{stage}.{block}";
                expected.AddRange([$"{prefix}.conv1", $"{prefix}.conv2"]);
                if (bottleneck)
                {
                    expected.Add($"{prefix}.conv3");
                }

                if (block == 0 && info.Layers.Any(layer => layer.Name == $"{prefix}.downsample.0"))
                {
                    expected.Add($"{prefix}.downsample.0");
                }
            }
        }

        // A shortcut runs before the convolution that adds it; torchvision declares it last in its block.
        IEnumerable<string> names = info.Layers.Where(layer => layer.HasWeights).Select(layer => layer.Name);
        Assert.Equal([.. expected, "fc"], DownsampleLast(names));
        Assert.All(
            info.Layers.Where(layer => layer.HasWeights && layer.Name != "fc"),
            layer =>
                Assert.Equal(layer.Name.Replace("conv", "bn").Replace("downsample.0", "downsample.1"), layer.BatchNorm)
        );
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

    private static List<string> DownsampleLast(IEnumerable<string> names)
    {
        List<string> ordered = [];
        string? waiting = null;
        foreach (string name in names)
        {
            if (name.EndsWith("downsample.0"))
            {
                waiting = name;
                continue;
            }

            if (waiting is not null && BlockOf(name) != BlockOf(waiting))
            {
                ordered.Add(waiting);
                waiting = null;
            }

            ordered.Add(name);
        }

        return ordered;
    }

    private static string BlockOf(string name) => string.Join('.', name.Split('.').Take(2));
}
