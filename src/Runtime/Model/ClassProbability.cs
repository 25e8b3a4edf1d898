using System.Buffers;
using System.Numerics.Tensors;

namespace ResNetGen;

/// <summary>A class, and how probable it is that an image shows it.</summary>
/// <param name="Class">Its number, from 0.</param>
/// <param name="Probability">The softmax of its logit: 0 to 1, and 1 for all classes together.</param>
public readonly record struct ClassProbability(int Class, float Probability)
{
    /// <summary>
    /// The most probable classes of an image whose logits are known. Allocates nothing after a thread's first call.
    /// </summary>
    /// <param name="logits">The scores of one image, one for each class.</param>
    /// <param name="results">
    /// Receives as many classes as have room, the most probable first; of equal ones the lower first. Where a logit is
    /// NaN or positive infinity, or all are negative infinity, there is no softmax: probabilities are NaN.
    /// </param>
    /// <exception cref="ArgumentException">There is room for none, or for more classes than there are.</exception>
    public static void FromLogits(ReadOnlySpan<float> logits, Span<ClassProbability> results)
    {
        if (results.IsEmpty || results.Length > logits.Length)
        {
            throw new ArgumentException(
                $"{logits.Length} logits give 1 to {logits.Length} classes; found room for {results.Length}.",
                nameof(results)
            );
        }

        float[] rented = ArrayPool<float>.Shared.Rent(logits.Length);
        Span<float> probabilities = rented.AsSpan(0, logits.Length);

        // The exponential of a large logit overflows; only differences count.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
        foreach (ref ClassProbability result in results)
        {
            int best = TensorPrimitives.IndexOfMax<float>(probabilities);
            result = new ClassProbability(best, probabilities[best]);
            probabilities[best] = -1;
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
