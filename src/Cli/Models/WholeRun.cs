namespace ResNetGen.Cli.Models;

/// <summary>What a network does with images.</summary>
internal delegate void NetworkFunction(ReadOnlySpan<float> images, Span<float> values);

/// <summary>A run through all layers of a network: to its logits, or without a classifier to its features.</summary>
internal static class WholeRun
{
    public static NetworkFunction Of(IImageModel network) =>
        network is IImageClassifier classifier ? classifier.Forward : network.Embed;
}
