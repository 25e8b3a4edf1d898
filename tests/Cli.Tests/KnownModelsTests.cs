using ResNetGen.Cli.Models;

namespace ResNetGen.Cli.Tests;

public sealed class KnownModelsTests
{
    // ResNeXt101_64X4D_Weights.IMAGENET1K_V1 of torchvision resizes to 232, as others do from IMAGENET1K_V2 on.
    [Theory]
    [InlineData("resnext101_64x4d", "torchvision-v2")]
    [InlineData("resnext101_32x8d", "torchvision-v1")]
    [InlineData("resnet50", "torchvision-v1")]
    [InlineData("resnet20", "cifar10")]
    [InlineData("fashion-resnet20", "fashion-mnist")]
    public void PicturesAreTakenAsTheModelWasTrained(string model, string preset) =>
        Assert.Equal(preset, KnownModels.Get(model).Preset.Name);
}
