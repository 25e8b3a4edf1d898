using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// One linear layer over the features of a network, PyTorch's <c>fc</c>: what <see cref="LogisticRegression"/> learns. It
/// runs by itself, and <see cref="ClassifierFile"/> keeps it.
/// </summary>
public sealed class LinearClassifier : IEmbeddingClassifier
{
    private readonly float[] _weight;
    private readonly float[] _bias;

    /// <summary>Makes a classifier of its numbers.</summary>
    /// <param name="labels">Names of the classes, in their order.</param>
    /// <param name="weight"><c>fc.weight</c>: <c>[class][feature]</c>.</param>
    /// <param name="bias"><c>fc.bias</c>: one value for each class.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a value is not finite.</exception>
    public LinearClassifier(IReadOnlyList<string> labels, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        Labels = ClassLabels.Check(labels);
        EmbeddingCheck.Length(bias, labels.Count, nameof(bias));
        if (weight.IsEmpty || weight.Length % labels.Count != 0)
        {
            throw new ArgumentException(
                $"{weight.Length} weights are not as many for each of {labels.Count} classes.",
                nameof(weight)
            );
        }

        EmbeddingCheck.Finite(weight, nameof(weight));
        EmbeddingCheck.Finite(bias, nameof(bias));
        _weight = weight.ToArray();
        _bias = bias.ToArray();
        EmbeddingLength = weight.Length / labels.Count;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public int EmbeddingLength { get; }

    /// <summary><c>fc.weight</c>: <c>[class][feature]</c>.</summary>
    public ReadOnlyMemory<float> Weight => _weight;

    /// <summary><c>fc.bias</c>: one value for each class.</summary>
    public ReadOnlyMemory<float> Bias => _bias;

    /// <summary>Computes the logits of an image. Any thread may call it; it allocates nothing.</summary>
    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        EmbeddingCheck.Length(embedding, EmbeddingLength, nameof(embedding));
        EmbeddingCheck.Length(scores, Labels.Count, nameof(scores));
        for (int label = 0; label < scores.Length; label++)
        {
            scores[label] = TensorPrimitives.Dot(embedding, WeightOf(label)) + _bias[label];
        }
    }

    /// <summary>The most probable classes of an image.</summary>
    /// <param name="embedding">Its features.</param>
    /// <param name="top">How many classes; no more than there are.</param>
    /// <returns>The most probable first; of equal ones the lower first.</returns>
    /// <exception cref="ArgumentException">There are more or fewer features.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is less than 1.</exception>
    public ClassProbability[] Classify(ReadOnlySpan<float> embedding, int top = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        float[] logits = new float[Labels.Count];
        Score(embedding, logits);
        ClassProbability[] results = new ClassProbability[Math.Min(top, logits.Length)];
        ClassProbability.FromLogits(logits, results);
        return results;
    }

    internal ReadOnlySpan<float> WeightOf(int label) => _weight.AsSpan(label * EmbeddingLength, EmbeddingLength);
}
