using ResNetGen.Imaging;

namespace ResNetGen.Cli.Pictures;

/// <summary>The ways to prepare pictures that <c>--preset</c> offers.</summary>
internal static class Presets
{
    public static Preset TorchvisionV1 { get; } =
        new(
            "torchvision-v1",
            "256 bilinear, centre 224 x 224, ImageNet's statistics",
            () => Preprocessing.TorchvisionV1
        );

    public static Preset TorchvisionV2 { get; } =
        new("torchvision-v2", "232 bilinear, else as torchvision-v1", () => Preprocessing.TorchvisionV2);

    public static Preset Timm { get; } =
        new("timm", "235 bicubic (crop_pct 0.95), else as torchvision-v1", () => Preprocessing.Timm());

    // Mean and standard deviation of each channel over the 50,000 training images.
    public static Preset Cifar10 { get; } =
        new(
            "cifar10",
            "32 bilinear, centre 32 x 32, CIFAR-10's statistics",
            () =>
                new Preprocessing
                {
                    ShorterSide = 32,
                    CropHeight = 32,
                    CropWidth = 32,
                    Mean = [0.4914f, 0.4822f, 0.4465f],
                    StandardDeviation = [0.2470f, 0.2435f, 0.2616f],
                }
        );

    public static Preset FashionMnist { get; } =
        new("fashion-mnist", "grey, 28 bilinear, centre 28 x 28, Fashion-MNIST's", () => Preprocessing.FashionMnist);

    /// <summary>Only where <see cref="Models.ImageNet18.IsEmbedded"/>.</summary>
    public static Preset ImageNet18 { get; } =
        new(
            "imagenet18",
            "256 bilinear, centre 224 x 224, blue first, minus a mean image",
            () => Models.ImageNet18.Preprocessing
        );

    public static IReadOnlyList<Preset> All { get; } =
    [
        TorchvisionV1,
        TorchvisionV2,
        Timm,
        Cifar10,
        FashionMnist,
        .. Models.ImageNet18.IsEmbedded ? [ImageNet18] : Array.Empty<Preset>(),
    ];

    /// <summary>The preprocessing of a preset, for the input of a network.</summary>
    /// <exception cref="CommandFailure">It makes another number of channels.</exception>
    public static Preprocessing For(Preset preset, string model, ModelInfo info)
    {
        Preprocessing preprocessing = preset.Preprocessing;
        if (preprocessing.Channels != info.InputChannels)
        {
            int made = preprocessing.Channels;
            throw CommandFailure.Usage(
                $"--preset {preset.Name} makes {made} channel(s) of a picture; {model} takes {info.InputChannels}."
            );
        }

        if (!preprocessing.MeanImage.IsEmpty && preprocessing.Length != info.InputLength)
        {
            throw CommandFailure.Usage(
                $"--preset {preset.Name} has a mean image of {preprocessing.CropHeight} x {preprocessing.CropWidth} pixels; "
                    + $"{model} takes {info.InputHeight} x {info.InputWidth}."
            );
        }

        return preprocessing.ForInput(info.InputHeight, info.InputWidth);
    }
}
