using ResNetGen.Cli.Pictures;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Models;

/// <summary>A published network, whose weights the user brings.</summary>
internal sealed class ZooModel(PublishedNetwork network) : KnownModel
{
    public override string Name => network.Name;

    public override string Description => network.Description;

    public override ModelInfo Info => network.Network;

    public override bool Embedded => false;

    public override Preset Preset =>
        network switch
        {
            { DataSet: DataSet.Cifar10 } => Presets.Cifar10,

            // The one network whose only weights came with the later recipe.
            { Name: "resnext101_64x4d" } => Presets.TorchvisionV2,
            _ => Presets.TorchvisionV1,
        };

    public override IReadOnlyList<string>? Labels => null;

    public override IImageModel Load(string? weights, int threads) =>
        weights is null ? throw CommandFailure.Usage(HowToGetWeights()) : network.Load(weights, threads);

    public override IImageModel Load(ReadOnlyMemory<byte> safetensors, int threads) =>
        network.Load(safetensors, threads);

    private string HowToGetWeights() =>
        network.DataSet switch
        {
            DataSet.ImageNet => $"""
                {Name} needs weights: --weights FILE. To save torchvision's, with Python:
                  import torchvision, safetensors.torch
                  safetensors.torch.save_file(torchvision.models.{Name}(weights="IMAGENET1K_V1").state_dict(), "{Name}.safetensors")
                """,
            _ => $"""
                {Name} needs weights: --weights FILE. To save those of a model you trained, with Python (names as in torchvision's ResNets):
                  import safetensors.torch
                  safetensors.torch.save_file(model.state_dict(), "{Name}.safetensors")
                """,
        };
}
