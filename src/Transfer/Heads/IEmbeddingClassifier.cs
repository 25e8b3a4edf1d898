namespace ResNetGen.Transfer;

/// <summary>What tells classes from features: a head for a network that ends with them.</summary>
public interface IEmbeddingClassifier
{
    /// <summary>Names of the classes, in their order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Features that it takes.</summary>
    int EmbeddingLength { get; }

    /// <summary>Scores the classes. Several threads may call it at once.</summary>
    /// <param name="embedding">What the network's <see cref="IImageModel.Embed"/> gives for an image:
    /// <see cref="EmbeddingLength"/> features.</param>
    /// <param name="scores">Receives a score for each class: the higher, the likelier.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    void Score(ReadOnlySpan<float> embedding, Span<float> scores);
}
