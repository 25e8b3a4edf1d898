using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Names and shapes of tensors are torchvision's, by torchvision's own lists.</summary>
public sealed class StateDictTests
{
    public static TheoryData<string, ModelInfo> Networks =>
        new()
        {
            { "resnet18", ReferenceResNet18.Network },
            { "resnet50", ReferenceResNet50.Network },
            { "resnext50_32x4d", ReferenceResNeXt50.Network },
            { "wide_resnet50_2", ReferenceWideResNet50.Network },
        };

    // In any order: a shortcut runs before the convolution that adds it, and torchvision declares it behind.
    [Theory]
    [MemberData(nameof(Networks))]
    public void NetworksNeedTorchvisionsTensors(string name, ModelInfo network) =>
        Assert.Equal(StateDict.ReadParameters(name).Order(), Lines(ExpectedTensors.Of(network)).Order());

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    public void MessagesListTensorsInTorchvisionsOrder(string name)
    {
        string[] names = [.. StateDict.Read(name).Select(line => line.Split(' ')[0])];
        Assert.Equal(names, NetworkOrder.Sort(names.Order(StringComparer.Ordinal), tensor => tensor));
    }

    // The narrow networks of the other tests have the same names.
    [Theory]
    [InlineData("resnet18", false, 1, 64, 2, 2, 2, 2)]
    [InlineData("resnet50", true, 1, 64, 3, 4, 6, 3)]
    [InlineData("resnext50_32x4d", true, 32, 4, 3, 4, 6, 3)]
    [InlineData("wide_resnet50_2", true, 1, 128, 3, 4, 6, 3)]
    public void TestNetworksHaveTorchvisionsTensors(
        string name,
        bool isBottleneck,
        int groups,
        int widthPerGroup,
        params int[] stages
    )
    {
        TestNetwork network = new(isBottleneck, stages)
        {
            Width = 64,
            Classes = 1000,
            Groups = groups,
            WidthPerGroup = widthPerGroup,
        };
        Assert.Equal(StateDict.ReadParameters(name), Lines(network.Tensors()));
    }

    private static IEnumerable<string> Lines(IEnumerable<ExpectedTensor> tensors) =>
        tensors.Select(tensor => $"{tensor.Name} {tensor.Shape}");
}
