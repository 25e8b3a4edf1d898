using System.Numerics.Tensors;

namespace ResNetGen.Runtime;

/// <summary>From the logits of an image to its most probable classes.</summary>
internal static class TopClasses
{
    /// <summary>Finds them, the first first; of equal ones that with the lower number.</summary>
    /// <param name="logits">A score for each class; what it holds afterwards is of no use.</param>
    /// <param name="classes">Receives as many classes as have room.</param>
    /// <param name="probabilities">Receives the softmax of each.</param>
    public static void Find(Span<float> logits, Span<int> classes, Span<float> probabilities)
    {
        // The exponential of a large logit overflows; only differences count.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        TensorPrimitives.SoftMax<float>(logits, logits);
        for (int rank = 0; rank < classes.Length; rank++)
        {
            int best = TensorPrimitives.IndexOfMax<float>(logits);
            classes[rank] = best;
            probabilities[rank] = logits[best];
            logits[best] = -1;
        }
    }
}
