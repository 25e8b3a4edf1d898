namespace ResNetGen.Zoo.Tests;

public class CatalogTests
{
    public static TheoryData<string> Names => [.. Catalog.Networks.Select(network => network.Name)];

    [Fact]
    public void HasThePublishedNetworksInOrder() =>
        Assert.Equal(
            [
                "resnet18",
                "resnet34",
                "resnet50",
                "resnet101",
                "resnet152",
                "resnext50_32x4d",
                "resnext101_32x8d",
                "resnext101_64x4d",
                "wide_resnet50_2",
                "wide_resnet101_2",
                "resnet20",
                "resnet32",
                "resnet44",
                "resnet56",
                "resnet110",
            ],
            Catalog.Networks.Select(network => network.Name)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void NameLeadsToItsOwnClass(string name)
    {
        PublishedNetwork network = Catalog.Get(name.ToUpperInvariant());
        Assert.Equal(name, network.ToString());

        string className = network.Network.Name["ResNetGen.Zoo.".Length..].Replace("_", "");
        Assert.Equal(name.Replace("_", ""), className.Replace("Cifar", ""), ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DataSetDecidesInputAndClasses(string name)
    {
        PublishedNetwork network = Catalog.Get(name);
        (int size, int classes) = network.DataSet == DataSet.ImageNet ? (224, 1000) : (32, 10);
        ModelInfo info = network.Network;
        Assert.Equal((3, size, size, classes), (info.InputChannels, info.InputHeight, info.InputWidth, info.Classes));
        Assert.DoesNotContain('\n', network.Description);
        Assert.Contains(network.DataSet == DataSet.ImageNet ? "ImageNet" : "CIFAR-10", network.Description);
    }

    [Theory]
    [InlineData("resnet51", "resnet50")]
    [InlineData("resnet-18", "resnet18")]
    [InlineData("resnext50-32x4d", "resnext50_32x4d")]
    [InlineData("wideresnet50", "wide_resnet50_2")]
    [InlineData("wide-resnet-101", "wide_resnet101_2")]
    public void UnknownNameIsAnErrorWithTheNearest(string typed, string nearest)
    {
        Assert.Null(Catalog.Find(typed));
        UnknownNetworkException exception = Assert.Throws<UnknownNetworkException>(() => Catalog.Get(typed));
        Assert.Equal(typed, exception.Name);
        Assert.Equal(nearest, exception.Nearest[0]);
        Assert.Equal(3, exception.Nearest.Count);
        Assert.Equal(
            $"There is no network '{typed}'. The nearest names: {string.Join(", ", exception.Nearest)}.",
            exception.Message
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("resnet\0")]
    public void OddNamesAreUnknownToo(string typed) => Assert.Throws<UnknownNetworkException>(() => Catalog.Get(typed));

    [Fact]
    public void NoNameIsAWrongArgument() => Assert.Throws<ArgumentNullException>(() => Catalog.Get(null!));

    [Fact]
    public void MissingWeightsAreTheLoadersError()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Weights.WeightFileException exception = Assert.Throws<Weights.WeightFileException>(() =>
            Catalog.Get("resnet20").Load(path)
        );
        Assert.Equal(path, exception.File);
    }
}
