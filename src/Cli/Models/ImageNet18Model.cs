using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Models;

/// <summary>The network for photographs that comes with the program: <see cref="ImageNet18"/>, trained.</summary>
internal sealed class ImageNet18Model : KnownModel
{
    public const string DefaultName = "imagenet18";

    public override string Name => DefaultName;

    public override string Description =>
        "ResNet-18 with a block more, trained on ImageNet: features of photographs (ML.NET)";

    public override ModelInfo Info => ImageNet18.Network;

    public override bool Embedded => ImageNet18.IsEmbedded;

    public override Preset Preset => Embedded ? Presets.ImageNet18 : Presets.TorchvisionV1;

    public override IReadOnlyList<string>? Labels => null;

    public override IImageModel Load(string? weights, int threads) =>
        weights is not null ? ImageNet18.Load(weights, threads)
#if EMBED_IMAGENET18
            : ImageNet18.LoadEmbedded(threads);
#else
            : throw CommandFailure.Usage(
                $"{DefaultName} needs weights: --weights FILE. This program was built without them."
            );
#endif

    public override IImageModel Load(ReadOnlyMemory<byte> safetensors, int threads) =>
        ImageNet18.Load(safetensors, threads);
}
