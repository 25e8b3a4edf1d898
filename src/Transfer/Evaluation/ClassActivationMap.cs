using System.Numerics.Tensors;
using ResNetGen.Imaging;

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

    /// <summary>
    /// Lays a map over the picture that the network saw: between the places it is bilinear, and where the network saw
    /// nothing of the picture it is NaN.
    /// </summary>
    /// <param name="map">The shape of the map.</param>
    /// <param name="activations"><c>[row][column]</c>: what <see cref="Compute"/> gives.</param>
    /// <param name="preprocessing">How the picture was prepared.</param>
    /// <param name="picture">The size of the picture, turned upright if it was prepared so.</param>
    /// <param name="result">The size of the result, which may be smaller or larger.</param>
    /// <returns><c>[row][column]</c>, of the size that was asked for.</returns>
    /// <exception cref="ArgumentException">The map has another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public static float[] OnPicture(
        FeatureMapInfo map,
        ReadOnlySpan<float> activations,
        Preprocessing preprocessing,
        (int Width, int Height) picture,
        (int Width, int Height) result
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(picture.Width, picture.Height), 1, nameof(picture));
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(result.Width, result.Height), 1, nameof(result));
        EmbeddingCheck.Length(activations, map.Height * map.Width, nameof(activations));
        InputPlacement input = InputPlacement.Of(preprocessing, picture.Width, picture.Height);
        float[] columns = Places(result.Width, input.Width, input.Columns, preprocessing.CropWidth, map.Width);
        float[] rows = Places(result.Height, input.Height, input.Rows, preprocessing.CropHeight, map.Height);
        float[] laid = new float[checked(result.Width * result.Height)];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                laid[(row * columns.Length) + column] =
                    float.IsNaN(rows[row]) || float.IsNaN(columns[column])
                        ? float.NaN
                        : Between(activations, map, rows[row], columns[column]);
            }
        }

        return laid;
    }

    // Where in the map the middle of each pixel is; NaN outside of the network's view.
    private static float[] Places(int pixels, int scaled, CentreCrop crop, int inputs, int places)
    {
        float[] result = new float[pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double seen = ((pixel + 0.5) * scaled / pixels) - crop.SourceStart;
            result[pixel] =
                seen < 0 || seen > crop.Length
                    ? float.NaN
                    : (float)Math.Clamp(((crop.Start + seen) * places / inputs) - 0.5, 0, places - 1);
        }

        return result;
    }

    private static float Between(ReadOnlySpan<float> values, FeatureMapInfo map, float row, float column)
    {
        int top = (int)row,
            left = (int)column,
            bottom = Math.Min(top + 1, map.Height - 1),
            right = Math.Min(left + 1, map.Width - 1);
        return float.Lerp(
            float.Lerp(values[(top * map.Width) + left], values[(top * map.Width) + right], column - left),
            float.Lerp(values[(bottom * map.Width) + left], values[(bottom * map.Width) + right], column - left),
            row - top
        );
    }
}
