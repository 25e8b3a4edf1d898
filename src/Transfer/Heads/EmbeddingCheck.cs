using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>What is wrong with features that a caller brings.</summary>
internal static class EmbeddingCheck
{
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void Length(ReadOnlySpan<float> values, int expected, string name)
    {
        if (values.Length != expected)
        {
            string why = values.IsEmpty ? " A picture that cannot be used has none: see its problem." : "";
            throw new ArgumentException($"{expected} values are expected; found {values.Length}.{why}", name);
        }
    }

    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static void Finite(ReadOnlySpan<float> values, string name)
    {
        if (!TensorPrimitives.IsFiniteAll(values))
        {
            throw new ArgumentException(
                $"A value of {name} is not finite: the weights or the picture are broken.",
                name
            );
        }
    }
}
