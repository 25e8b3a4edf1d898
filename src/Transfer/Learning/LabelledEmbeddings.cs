namespace ResNetGen.Transfer;

/// <summary>
/// Pictures to learn from: features and a class of each. A picture has one or more views: its own features, then those
/// of its mirror image and the like. All views are learnt from; the first one alone is what a classifier is tried on.
/// </summary>
public sealed class LabelledEmbeddings
{
    private readonly List<(ReadOnlyMemory<float> Features, int Class)> _pictures = [];

    /// <summary>Makes an empty set.</summary>
    /// <param name="labels">Names of the classes, in their order.</param>
    /// <param name="embeddingLength">Features of one view: <see cref="ModelInfo.EmbeddingLength"/>.</param>
    /// <param name="views">Views of each picture.</param>
    /// <exception cref="ArgumentException">Two labels are the same, or one is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public LabelledEmbeddings(IReadOnlyList<string> labels, int embeddingLength, int views = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(views, 1);
        Labels = ClassLabels.Check(labels);
        EmbeddingLength = embeddingLength;
        Views = views;
    }

    /// <summary>Names of the classes, in their order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Features of one view.</summary>
    public int EmbeddingLength { get; }

    /// <summary>Views of each picture.</summary>
    public int Views { get; }

    /// <summary>Pictures.</summary>
    public int Count => _pictures.Count;

    /// <summary>Adds a picture.</summary>
    /// <param name="features"><c>[view][feature]</c>. They are kept, not copied.</param>
    /// <param name="label">The number of its class.</param>
    /// <exception cref="ArgumentException">There are more or fewer features, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(ReadOnlyMemory<float> features, int label)
    {
        EmbeddingCheck.Length(features.Span, Views * EmbeddingLength, nameof(features));
        EmbeddingCheck.Finite(features.Span, nameof(features));
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Labels.Count);
        _pictures.Add((features, label));
    }

    /// <summary>The class of a picture.</summary>
    /// <param name="index">The picture, in the order in which they were added.</param>
    public int ClassOf(int index) => _pictures[index].Class;

    /// <summary>The features of a picture.</summary>
    /// <param name="index">The picture, in the order in which they were added.</param>
    /// <param name="view">0 for its own.</param>
    public ReadOnlySpan<float> Features(int index, int view = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(view);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(view, Views);
        return _pictures[index].Features.Span.Slice(view * EmbeddingLength, EmbeddingLength);
    }

    /// <summary>Pictures of each class.</summary>
    public int[] CountByClass()
    {
        int[] counts = new int[Labels.Count];
        foreach ((_, int label) in _pictures)
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>Some of the pictures, of the same classes.</summary>
    /// <param name="indices">Which ones.</param>
    public LabelledEmbeddings Subset(IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        LabelledEmbeddings subset = new(Labels, EmbeddingLength, Views);
        subset._pictures.AddRange(indices.Select(index => _pictures[index]));
        return subset;
    }
}
