using ResNetGen.Cli.Models;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Tests.Support;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    InputChannels = 1,
    InputHeight = 28,
    InputWidth = 28,
    Classes = 0
)]
internal sealed partial class Features;

/// <summary>A model without a classifier.</summary>
internal sealed class FeaturesModel : KnownModel
{
    public override string Name => "features";

    public override string Description => "Features alone";

    public override ModelInfo Info => Features.Network;

    public override bool Embedded => false;

    public override Preset Preset => Presets.FashionMnist;

    public override IReadOnlyList<string>? Labels => null;

    public override IImageModel Load(string? weights, int threads) => Features.Load(weights!, threads);

    public override IImageModel Load(ReadOnlyMemory<byte> safetensors, int threads) =>
        Features.Load(safetensors, threads);
}
