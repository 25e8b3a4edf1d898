using System.Collections.Immutable;

namespace ResNetGen.Imaging;

public sealed partial record Preprocessing
{
    private static readonly ImmutableArray<float> ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly ImmutableArray<float> ImageNetStandardDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>
    /// torchvision's <c>ImageClassification(crop_size=224)</c>, which its <c>IMAGENET1K_V1</c> weights come with: 256
    /// bilinear, 224 x 224, ImageNet's mean and standard deviation.
    /// </summary>
    public static Preprocessing TorchvisionV1 { get; } = new();

    /// <summary>
    /// torchvision's <c>ImageClassification(crop_size=224, resize_size=232)</c>, which its <c>IMAGENET1K_V2</c> weights
    /// come with: 232 bilinear, else as <see cref="TorchvisionV1"/>.
    /// </summary>
    public static Preprocessing TorchvisionV2 { get; } = new() { ShorterSide = 232 };

    /// <summary>
    /// Fashion-MNIST: 28 x 28, grey, mean 0.2860 and standard deviation 0.3530 of its training set. Pictures of 28 x 28
    /// are not resized.
    /// </summary>
    public static Preprocessing FashionMnist { get; } =
        new()
        {
            ShorterSide = 28,
            CropHeight = 28,
            CropWidth = 28,
            Channels = 1,
            Mean = [0.2860f],
            StandardDeviation = [0.3530f],
        };

    /// <summary>
    /// timm's evaluation transform (<c>crop_mode="center"</c>): bicubic, shorter side <c>floor(size /
    /// cropFraction)</c>, ImageNet's mean and standard deviation.
    /// </summary>
    /// <param name="size">Rows and columns of the network's input, in pixels.</param>
    /// <param name="cropFraction">The crop's part of the shorter side: timm's <c>crop_pct</c>, more than 0 and at most
    /// 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Preprocessing Timm(int size = 224, double cropFraction = 0.95)
    {
        if (!(cropFraction is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(cropFraction),
                cropFraction,
                "The crop is a part of the picture: more than 0 and at most 1."
            );
        }

        return new Preprocessing { Filter = ResizeFilter.Bicubic, CropFraction = cropFraction }.ForInput(size, size);
    }
}
