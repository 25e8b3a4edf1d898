using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Takes a picture for the class whose mean is nearest, by cosine: for a handful of pictures of each class. Pictures and
/// classes are added at any time, without learning anew.
/// </summary>
/// <remarks>Members may not be called while another thread adds.</remarks>
public sealed class NearestMean : IEmbeddingClassifier
{
    private readonly List<string> _labels = [];
    private readonly List<float[]> _sums = [];

    /// <summary>Makes one without classes.</summary>
    /// <param name="embeddingLength">Features of an image: <see cref="ModelInfo.EmbeddingLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public NearestMean(int embeddingLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingLength, 1);
        EmbeddingLength = embeddingLength;
    }

    /// <summary>The classes, in the order in which they were added.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <inheritdoc/>
    public int EmbeddingLength { get; }

    /// <summary>Learns from pictures.</summary>
    /// <param name="data">The pictures; all views of them count.</param>
    /// <returns>A classifier of the same classes; one without pictures is never taken.</returns>
    public static NearestMean Fit(LabelledEmbeddings data)
    {
        ArgumentNullException.ThrowIfNull(data);
        NearestMean classifier = new(data.EmbeddingLength);
        classifier._labels.AddRange(data.Labels);
        classifier._sums.AddRange(data.Labels.Select(_ => new float[data.EmbeddingLength]));
        for (int row = 0; row < data.Count * data.Views; row++)
        {
            int picture = row / data.Views;
            AddTo(classifier._sums[data.ClassOf(picture)], data.Features(picture, row % data.Views));
        }

        return classifier;
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="label">Its class, which may be new.</param>
    /// <param name="embedding">Its features.</param>
    /// <exception cref="ArgumentException">There are more or fewer features, or one is not finite.</exception>
    public void Add(string label, ReadOnlySpan<float> embedding)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        EmbeddingCheck.Length(embedding, EmbeddingLength, nameof(embedding));
        EmbeddingCheck.Finite(embedding, nameof(embedding));
        int index = _labels.IndexOf(label);
        if (index < 0)
        {
            index = _labels.Count;
            _labels.Add(label);
            _sums.Add(new float[EmbeddingLength]);
        }

        AddTo(_sums[index], embedding);
    }

    /// <summary>Gives the cosine to the mean of each class: -1 to 1, and -2 for a class without pictures.</summary>
    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        EmbeddingCheck.Length(embedding, EmbeddingLength, nameof(embedding));
        EmbeddingCheck.Length(scores, _labels.Count, nameof(scores));
        for (int label = 0; label < scores.Length; label++)
        {
            float cosine = TensorPrimitives.CosineSimilarity(embedding, _sums[label]);
            scores[label] = float.IsNaN(cosine) ? -2 : cosine;
        }
    }

    // Each picture counts the same, however strong its features are.
    private static void AddTo(float[] sum, ReadOnlySpan<float> embedding)
    {
        float norm = TensorPrimitives.Norm(embedding);
        if (norm > 0)
        {
            TensorPrimitives.MultiplyAdd(embedding, 1 / norm, sum, sum);
        }
    }
}
