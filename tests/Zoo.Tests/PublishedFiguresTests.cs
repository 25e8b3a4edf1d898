namespace ResNetGen.Zoo.Tests;

/// <summary>
/// Each network is the published one: its size and its cost are those that its authors or torchvision give.
/// </summary>
public class PublishedFiguresTests
{
    // num_params of torchvision's weight metadata; for CIFAR-10, the paper's table 6 has 0.27, 0.46, 0.66, 0.85 and 1.7
    // million.
    [Theory]
    [InlineData("resnet18", 11_689_512)]
    [InlineData("resnet34", 21_797_672)]
    [InlineData("resnet50", 25_557_032)]
    [InlineData("resnet101", 44_549_160)]
    [InlineData("resnet152", 60_192_808)]
    [InlineData("resnext50_32x4d", 25_028_904)]
    [InlineData("resnext101_32x8d", 88_791_336)]
    [InlineData("resnext101_64x4d", 83_455_272)]
    [InlineData("wide_resnet50_2", 68_883_240)]
    [InlineData("wide_resnet101_2", 126_886_696)]
    [InlineData("resnet20", 269_722)]
    [InlineData("resnet32", 464_154)]
    [InlineData("resnet44", 658_586)]
    [InlineData("resnet56", 853_018)]
    [InlineData("resnet110", 1_727_962)]
    public void Parameters(string name, long published) =>
        Assert.Equal(published, Catalog.Get(name).Network.Parameters);

    // GFLOPS: _ops of torchvision's weight metadata, which counts a multiply-add as one.
    [Theory]
    [InlineData("resnet18", 1.814)]
    [InlineData("resnet34", 3.664)]
    [InlineData("resnet50", 4.089)]
    [InlineData("resnet101", 7.801)]
    [InlineData("resnet152", 11.514)]
    [InlineData("resnext50_32x4d", 4.230)]
    [InlineData("resnext101_32x8d", 16.414)]
    [InlineData("resnext101_64x4d", 15.460)]
    [InlineData("wide_resnet50_2", 11.398)]
    [InlineData("wide_resnet101_2", 22.753)]
    public void BillionsOfMultiplyAdds(string name, double published) =>
        Assert.Equal(published, Math.Round(Catalog.Get(name).Network.MultiplyAdds / 1e9, 3));

    // The paper has none for CIFAR-10; these are the literature's on pruning, which starts from these networks.
    [Theory]
    [InlineData("resnet20", 40.55)]
    [InlineData("resnet32", 68.86)]
    [InlineData("resnet44", 97.17)]
    [InlineData("resnet56", 125.49)]
    [InlineData("resnet110", 252.89)]
    public void MillionsOfMultiplyAdds(string name, double published) =>
        Assert.Equal(published, Math.Round(Catalog.Get(name).Network.MultiplyAdds / 1e6, 2));
}
