namespace ResNetGen.Weights;

/// <summary>What the layers of a ResNet are called somewhere, without what stands before every name.</summary>
internal sealed class NamingScheme
{
    /// <summary>All that are known, each also with any prefix before its names.</summary>
    public static readonly IReadOnlyList<NamingScheme> All =
    [
        // torchvision, timm, mmpretrain; kuangliu/pytorch-cifar calls the projection "shortcut".
        new(
            (Stage: 1, Number: 1),
            new("layer{stage}.{block}.conv{number}.weight"),
            new("layer{stage}.{block}.bn{number}.{norm}"),
            new("layer{stage}.{block}.downsample.0.weight"),
            new("layer{stage}.{block}.downsample.1.{norm}"),
            new("layer{stage}.{block}.shortcut.0.weight", "layer{stage}.{block}.downsample.0.weight"),
            new("layer{stage}.{block}.shortcut.1.{norm}", "layer{stage}.{block}.downsample.1.{norm}"),
            new("conv1.weight"),
            new("bn1.{norm}")
        ),
        // Hugging Face transformers, modeling_resnet.py.
        new(
            (Stage: 0, Number: 0),
            new(
                "encoder.stages.{stage}.layers.{block}.layer.{number}.convolution.weight",
                "layer{stage}.{block}.conv{number}.weight"
            ),
            new(
                "encoder.stages.{stage}.layers.{block}.layer.{number}.normalization.{norm}",
                "layer{stage}.{block}.bn{number}.{norm}"
            ),
            new(
                "encoder.stages.{stage}.layers.{block}.shortcut.convolution.weight",
                "layer{stage}.{block}.downsample.0.weight"
            ),
            new(
                "encoder.stages.{stage}.layers.{block}.shortcut.normalization.{norm}",
                "layer{stage}.{block}.downsample.1.{norm}"
            ),
            new("embedder.embedder.convolution.weight", "conv1.weight"),
            new("embedder.embedder.normalization.{norm}", "bn1.{norm}")
        ),
        // nn.Sequential(*list(resnet.children())[:-1]), as Lightly has it: conv1, bn1, relu, maxpool, layer1 to layer4.
        new(
            (Stage: 4, Number: 1),
            new("{stage}.{block}.conv{number}.weight", "layer{stage}.{block}.conv{number}.weight"),
            new("{stage}.{block}.bn{number}.{norm}", "layer{stage}.{block}.bn{number}.{norm}"),
            new("{stage}.{block}.downsample.0.weight", "layer{stage}.{block}.downsample.0.weight"),
            new("{stage}.{block}.downsample.1.{norm}", "layer{stage}.{block}.downsample.1.{norm}"),
            new("0.weight", "conv1.weight"),
            new("1.{norm}", "bn1.{norm}")
        ),
    ];

    private readonly (int Stage, int Number) _first;
    private readonly NamingRule[] _rules;

    /// <param name="first">What stages, and the layers of a block, are counted from.</param>
    /// <param name="rules">Rules of more parts first: they take the rest for a prefix.</param>
    private NamingScheme((int Stage, int Number) first, params NamingRule[] rules)
    {
        _first = first;
        _rules = rules;
    }

    /// <summary>torchvision's name of a tensor, and how much of its name stands before it.</summary>
    public (int Prefix, string Canonical)? Match(string name)
    {
        foreach (NamingRule rule in _rules)
        {
            if (rule.Match(name, _first) is { } match)
            {
                return match;
            }
        }

        return null;
    }
}
