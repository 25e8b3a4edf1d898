using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Takes a picture for what most of the pictures are that it is like: k nearest neighbours by cosine, each of which votes
/// with its cosine. It keeps all pictures.
/// </summary>
public sealed class NearestNeighbours : IEmbeddingClassifier
{
    private readonly LabelledEmbeddings _data;
    private readonly float[] _norms;

    /// <summary>Takes pictures.</summary>
    /// <param name="data">The pictures, at least one; the first view of each. They may not change any more.</param>
    /// <param name="neighbours">How many vote; no more than there are.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="neighbours"/> is less than 1.</exception>
    public NearestNeighbours(LabelledEmbeddings data, int neighbours = 5)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        if (data.Count == 0)
        {
            throw new ArgumentException("There is no picture to be like: add some first.", nameof(data));
        }

        _data = data;
        _norms = new float[data.Count];
        for (int picture = 0; picture < data.Count; picture++)
        {
            _norms[picture] = TensorPrimitives.Norm(data.Features(picture));
        }

        Neighbours = Math.Min(neighbours, data.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _data.Labels;

    /// <inheritdoc/>
    public int EmbeddingLength => _data.EmbeddingLength;

    /// <summary>How many vote.</summary>
    public int Neighbours { get; }

    /// <summary>Gives each class the cosines of those neighbours that are of it, together.</summary>
    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        EmbeddingCheck.Length(embedding, EmbeddingLength, nameof(embedding));
        EmbeddingCheck.Length(scores, Labels.Count, nameof(scores));
        float norm = TensorPrimitives.Norm(embedding);
        PriorityQueue<int, (float Cosine, int)> nearest = new(Neighbours + 1);
        for (int picture = 0; picture < _norms.Length; picture++)
        {
            float product = TensorPrimitives.Dot(embedding, _data.Features(picture));
            float both = norm * _norms[picture];

            // Of equal ones, the first counts.
            nearest.Enqueue(picture, (both > 0 ? product / both : 0, -picture));
            if (nearest.Count > Neighbours)
            {
                nearest.Dequeue();
            }
        }

        scores.Clear();
        while (nearest.TryDequeue(out int picture, out (float Cosine, int) priority))
        {
            scores[_data.ClassOf(picture)] += Math.Max(priority.Cosine, 0);
        }
    }
}
