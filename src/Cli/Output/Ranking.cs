using System.Numerics.Tensors;

namespace ResNetGen.Cli.Output;

/// <summary>From logits to the most probable classes.</summary>
internal sealed class Ranking(int top, IReadOnlyList<string>? labels)
{
    /// <summary>The most probable classes, the first first; of equal ones that with the lower number.</summary>
    public IReadOnlyList<Guess> Of(ReadOnlySpan<float> logits)
    {
        float[] probabilities = new float[logits.Length];

        // The exponential of a large logit overflows; only differences count.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
        return
        [
            .. Enumerable
                .Range(0, probabilities.Length)
                .OrderByDescending(index => probabilities[index])
                .Take(top)
                .Select(index => new Guess(index, labels?[index], probabilities[index])),
        ];
    }
}
