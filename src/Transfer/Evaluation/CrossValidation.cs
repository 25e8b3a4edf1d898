using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// How well pictures are told apart that a classifier has not seen: it learns from all parts of them but one, is tried on
/// that one, and so on for each part. What it chooses by itself, such as a regularisation, it chooses without the part
/// that it is tried on.
/// </summary>
public sealed class CrossValidation
{
    private readonly float[][] _scores;

    private CrossValidation(ConfusionMatrix confusion, float[][] scores)
    {
        Confusion = confusion;
        _scores = scores;
    }

    /// <summary>How often pictures of each class were taken for each class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Tries a way to learn.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="fit">Learns from some of them. It is called for several parts at once.</param>
    /// <param name="folds">Parts: with more of them each classifier learns from more pictures, and it takes
    /// longer.</param>
    /// <param name="progress">Takes the share of the parts that is done, on any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There are fewer pictures than parts.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is less than 2.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidation Run(
        LabelledEmbeddings data,
        Func<LabelledEmbeddings, IEmbeddingClassifier> fit,
        int folds = 5,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (data.Count < folds)
        {
            throw new ArgumentException(
                $"{data.Count} picture(s) cannot be divided into {folds} parts: add pictures, or ask for fewer parts.",
                nameof(data)
            );
        }

        float[][] scores = new float[data.Count][];
        int done = 0;
        AtOnce.ForEach(
            StratifiedFolds.Split(data, folds),
            fold =>
            {
                IEmbeddingClassifier classifier = fit(data.Subset(fold.Train));
                foreach (int picture in fold.Test)
                {
                    scores[picture] = new float[data.Labels.Count];
                    classifier.Score(data.Features(picture), scores[picture]);
                }

                progress?.Report((double)Interlocked.Increment(ref done) / folds);
            },
            cancellationToken
        );
        ConfusionMatrix confusion = new(data.Labels);
        for (int picture = 0; picture < data.Count; picture++)
        {
            confusion.Add(data.ClassOf(picture), TensorPrimitives.IndexOfMax<float>(scores[picture]));
        }

        return new CrossValidation(confusion, scores);
    }

    /// <summary>The scores of a picture's classes, by the classifier that had not seen it.</summary>
    /// <param name="picture">The picture, in the order of the data.</param>
    public ReadOnlySpan<float> ScoresOf(int picture) => _scores[picture];
}
