using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Where in an image a class is seen: class activation map (Zhou et al. 2016, https://arxiv.org/abs/1512.04150). It is
/// exact for a network that ends with an average pool and one linear layer, as ResNets do: the mean of the map is the
/// logit without its bias.
/// </summary>
public static class ClassActivationMap
{
    /// <summary>The feature map that it is made of: the last one, which the network pools.</summary>
    /// <param name="network">The network.</param>
    public static FeatureMapInfo MapOf(ModelInfo network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.FeatureMaps[^1];
    }

    /// <summary>Computes the map of a class.</summary>
    /// <param name="map">The shape of the feature map: <see cref="MapOf"/>.</param>
    /// <param name="features"><c>[channel][row][column]</c>: what <see cref="IImageModel.FeatureMap"/> gives for an
    /// image.</param>
    /// <param name="classifier">The linear layer.</param>
    /// <param name="label">The number of the class.</param>
    /// <returns><c>[row][column]</c>: what each place adds to the class, in units of its logit.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static float[] Compute(
        FeatureMapInfo map,
        ReadOnlySpan<float> features,
        LinearClassifier classifier,
        int label
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classifier.Labels.Count);
        EmbeddingCheck.Length(features, map.Length, nameof(features));
        if (map.Channels != classifier.EmbeddingLength)
        {
            throw new ArgumentException(
                $"The map has {map.Channels} channels and the classifier takes {classifier.EmbeddingLength} features: "
                    + "give the map that the network pools.",
                nameof(map)
            );
        }

        int places = map.Height * map.Width;
        float[] result = new float[places];
        ReadOnlySpan<float> weight = classifier.WeightOf(label);
        for (int channel = 0; channel < map.Channels; channel++)
        {
            TensorPrimitives.MultiplyAdd(features.Slice(channel * places, places), weight[channel], result, result);
        }

        return result;
    }
}
