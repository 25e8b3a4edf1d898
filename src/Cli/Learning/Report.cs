using System.Numerics.Tensors;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Learning;

/// <summary>How well a classifier tells pictures: what <c>fit</c> and <c>eval</c> show.</summary>
/// <param name="Confusion">How often pictures of each class were taken for each class.</param>
/// <param name="Doubts">Pictures that were taken for another class or nearly so, the least certain first.</param>
internal sealed record Report(ConfusionMatrix Confusion, IReadOnlyList<Doubt> Doubts)
{
    private const float Certain = 0.8f;

    /// <summary>Sums results up.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="results">Of each picture: path, class and logits.</param>
    /// <param name="most">Doubts at most.</param>
    public static Report Of(
        IReadOnlyList<string> labels,
        IEnumerable<(string Path, int Label, float[] Logits)> results,
        int most
    )
    {
        ConfusionMatrix confusion = new(labels);
        List<Doubt> doubts = [];
        foreach ((string path, int label, float[] logits) in results)
        {
            int predicted = TensorPrimitives.IndexOfMax<float>(logits);
            confusion.Add(label, predicted);
            float[] probabilities = new float[logits.Length];
            TensorPrimitives.Subtract(logits, logits[predicted], probabilities);
            TensorPrimitives.SoftMax<float>(probabilities, probabilities);
            doubts.Add(
                new Doubt(path, labels[label], labels[predicted], probabilities[label], probabilities[predicted])
            );
        }

        return new Report(
            confusion,
            [
                .. doubts
                    .Where(doubt => doubt.Predicted != doubt.Label || doubt.Probability < Certain)
                    .OrderBy(doubt => doubt.Probability)
                    .ThenBy(doubt => doubt.Path, StringComparer.Ordinal)
                    .Take(most),
            ]
        );
    }
}

/// <summary>A picture that may be in the wrong class, or hard to tell.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The class that it is in.</param>
/// <param name="Predicted">The class that it was taken for.</param>
/// <param name="Probability">How probable its class is by the classifier.</param>
/// <param name="PredictedProbability">How probable the class is that it was taken for.</param>
internal sealed record Doubt(
    string Path,
    string Label,
    string Predicted,
    float Probability,
    float PredictedProbability
);
