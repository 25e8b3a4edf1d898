namespace ResNetGen.Zoo;

/// <summary>The published networks by name.</summary>
/// <example><code>
/// using IImageClassifier model = Catalog.Get("resnet50").Load("resnet50.safetensors", threads: 4);
/// </code></example>
public static class Catalog
{
    /// <summary>All networks: those for ImageNet in torchvision's order, then those for CIFAR-10.</summary>
    public static IReadOnlyList<PublishedNetwork> Networks { get; } =
    [
        new PublishedNetwork<ResNet18>("resnet18", DataSet.ImageNet, "ResNet-18 for ImageNet (He et al. 2015)"),
        new PublishedNetwork<ResNet34>("resnet34", DataSet.ImageNet, "ResNet-34 for ImageNet (He et al. 2015)"),
        new PublishedNetwork<ResNet50>("resnet50", DataSet.ImageNet, "ResNet-50 for ImageNet (He et al. 2015)"),
        new PublishedNetwork<ResNet101>("resnet101", DataSet.ImageNet, "ResNet-101 for ImageNet (He et al. 2015)"),
        new PublishedNetwork<ResNet152>("resnet152", DataSet.ImageNet, "ResNet-152 for ImageNet (He et al. 2015)"),
        new PublishedNetwork<ResNeXt50_32x4d>(
            "resnext50_32x4d",
            DataSet.ImageNet,
            "ResNeXt-50 32x4d for ImageNet (Xie et al. 2017)"
        ),
        new PublishedNetwork<ResNeXt101_32x8d>(
            "resnext101_32x8d",
            DataSet.ImageNet,
            "ResNeXt-101 32x8d for ImageNet (Xie et al. 2017)"
        ),
        new PublishedNetwork<ResNeXt101_64x4d>(
            "resnext101_64x4d",
            DataSet.ImageNet,
            "ResNeXt-101 64x4d for ImageNet (Xie et al. 2017)"
        ),
        new PublishedNetwork<WideResNet50_2>(
            "wide_resnet50_2",
            DataSet.ImageNet,
            "Wide ResNet-50-2 for ImageNet (Zagoruyko et al. 2016)"
        ),
        new PublishedNetwork<WideResNet101_2>(
            "wide_resnet101_2",
            DataSet.ImageNet,
            "Wide ResNet-101-2 for ImageNet (Zagoruyko et al. 2016)"
        ),
        new PublishedNetwork<CifarResNet20>(
            "resnet20",
            DataSet.Cifar10,
            "ResNet-20 for CIFAR-10 (He et al. 2015, section 4.2)"
        ),
        new PublishedNetwork<CifarResNet32>(
            "resnet32",
            DataSet.Cifar10,
            "ResNet-32 for CIFAR-10 (He et al. 2015, section 4.2)"
        ),
        new PublishedNetwork<CifarResNet44>(
            "resnet44",
            DataSet.Cifar10,
            "ResNet-44 for CIFAR-10 (He et al. 2015, section 4.2)"
        ),
        new PublishedNetwork<CifarResNet56>(
            "resnet56",
            DataSet.Cifar10,
            "ResNet-56 for CIFAR-10 (He et al. 2015, section 4.2)"
        ),
        new PublishedNetwork<CifarResNet110>(
            "resnet110",
            DataSet.Cifar10,
            "ResNet-110 for CIFAR-10 (He et al. 2015, section 4.2)"
        ),
    ];

    /// <summary>The network of a name.</summary>
    /// <param name="name">The name, in upper or lower case.</param>
    /// <exception cref="UnknownNetworkException">There is none of this name; the message names the nearest.</exception>
    public static PublishedNetwork Get(string name) =>
        Find(name)
        ?? throw new UnknownNetworkException(name, NearestNames.To(name, Networks.Select(network => network.Name)));

    /// <summary>The network of a name, or <see langword="null"/>.</summary>
    /// <param name="name">The name, in upper or lower case.</param>
    public static PublishedNetwork? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Networks.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
