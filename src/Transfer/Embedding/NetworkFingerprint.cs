using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Tells weights apart by what the network gives for an image of noise. Where weights come from does not matter, nor their
/// format.
/// </summary>
internal static class NetworkFingerprint
{
    // Half precision and other processors stay below a thousandth; other weights are far above.
    private const float Tolerance = 0.02f;

    /// <summary>Features of an image of noise between -2 and 2.</summary>
    public static float[] Of(IImageModel model) =>
        Of(model.Network.InputLength, model.Network.EmbeddingLength, model.Embed);

    /// <summary>What a function of an image gives for noise between -2 and 2.</summary>
    public static float[] Of(int inputLength, int length, Action<ReadOnlySpan<float>, Span<float>> network)
    {
        float[] image = new float[inputLength];
        uint state = 1;
        foreach (ref float value in image.AsSpan())
        {
            // Numerical Recipes, section 7.1: the low bits are of short periods.
            state = (state * 1664525) + 1013904223;
            value = (state >> 8) / (float)(1 << 22) - 2;
        }

        float[] values = new float[length];
        network(image, values);
        return values;
    }

    /// <summary>Whether two are of the same weights.</summary>
    public static bool AreSame(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        one.Length == other.Length
        && TensorPrimitives.Distance(one, other) <= Tolerance * Math.Max(TensorPrimitives.Norm(one), float.Epsilon);
}
