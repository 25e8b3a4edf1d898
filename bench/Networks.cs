using ResNetGen.Zoo;

namespace ResNetGen.Bench;

[ResNet(18, Batch = 8)]
internal sealed partial class ResNet18For8;

[ResNet(50, Batch = 8)]
internal sealed partial class ResNet50For8;

[ResNet(50, Groups = 32, WidthPerGroup = 4)]
internal sealed partial class ResNeXt50;

// He et al. 2015, section 4.2, for Fashion-MNIST.
[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = ResNetGen.Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputChannels = 1,
    InputHeight = 28,
    InputWidth = 28,
    Classes = 10
)]
internal sealed partial class FashionResNet20;

/// <summary>
/// The networks that are measured, by torchvision's names; one name may be there for several batch sizes.
/// </summary>
internal static class Networks
{
    public static IReadOnlyList<Network> All { get; } =
    [
        Network.Of<ResNet18>("resnet18"),
        Network.Of<ResNet18For8>("resnet18"),
        Network.Of<ResNet34>("resnet34"),
        Network.Of<ResNet50>("resnet50"),
        Network.Of<ResNet50For8>("resnet50"),
        Network.Of<ResNet101>("resnet101"),
        Network.Of<ResNet152>("resnet152"),
        Network.Of<ResNeXt50>("resnext50_32x4d"),
        Network.Of<FashionResNet20>("fashion_resnet20"),
    ];

    public static string[] Names => [.. All.Select(network => network.Name).Distinct()];

    /// <summary>
    /// Of the networks of a name, the one laid out for the fewest images that are enough; <see langword="null"/> when
    /// there is none.
    /// </summary>
    public static Network? Find(string name, int batch) =>
        All.Where(network => network.Name == name && network.Info.Batch >= batch).MinBy(network => network.Info.Batch);
}

/// <summary>A network by its class: generic over it once, where it is listed.</summary>
internal sealed record Network(string Name, ModelInfo Info, Func<ReadOnlyMemory<byte>, int, IImageModel> Load)
{
    public static Network Of<TModel>(string name)
        where TModel : class, IImageModel<TModel> =>
        new(name, TModel.Network, (safetensors, threads) => TModel.Load(safetensors, threads));
}
