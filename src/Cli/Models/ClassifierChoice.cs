using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Models;

/// <summary>What tells classes: a network with a classifier of its own, or a learnt classifier on its features.</summary>
/// <param name="Model">The network.</param>
/// <param name="File">The learnt classifier; <see langword="null"/> for the network's own.</param>
/// <param name="Preset">The name of how pictures are prepared.</param>
/// <param name="Preprocessing">How pictures are prepared.</param>
/// <param name="Labels">Names of the classes; <see langword="null"/> where only their numbers are known.</param>
internal sealed record ClassifierChoice(
    KnownModel Model,
    ClassifierFile? File,
    string Preset,
    Preprocessing Preprocessing,
    IReadOnlyList<string>? Labels
)
{
    /// <summary>The learnt classifier; <see langword="null"/> for the network's own.</summary>
    public LinearClassifier? Head => File?.Classifier;

    /// <summary>How many classes there are.</summary>
    public int Classes => Head?.Labels.Count ?? Model.Info.Classes;

    /// <summary>From an image to logits, for one worker.</summary>
    public NetworkFunction LogitsOf(IImageModel network)
    {
        if (Head is null)
        {
            return ((IImageClassifier)network).Forward;
        }

        float[] features = new float[Head.EmbeddingLength];
        return (images, logits) =>
        {
            network.Embed(images, features);
            Head.Score(features, logits);
        };
    }
}
