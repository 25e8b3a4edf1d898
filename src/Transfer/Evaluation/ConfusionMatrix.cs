namespace ResNetGen.Transfer;

/// <summary>How often pictures of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    // Two-sided, 95 %.
    private const double Normal = 1.959963984540054;

    private readonly int[,] _counts;

    /// <summary>Makes an empty one.</summary>
    /// <param name="labels">Names of the classes, in their order.</param>
    /// <exception cref="ArgumentException">Two labels are the same, or one is empty.</exception>
    public ConfusionMatrix(IReadOnlyList<string> labels)
    {
        Labels = ClassLabels.Check(labels);
        _counts = new int[labels.Count, labels.Count];
    }

    /// <summary>Names of the classes, in their order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Pictures of a class that were taken for a class.</summary>
    /// <param name="actual">The class that they are of.</param>
    /// <param name="predicted">The class that they were taken for.</param>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Pictures.</summary>
    public int Count { get; private set; }

    /// <summary>Pictures that were taken for what they are.</summary>
    public int Correct { get; private set; }

    /// <summary>The part that was right: 0 to 1, NaN without pictures.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>
    /// Where the accuracy on many more such pictures lies, with a confidence of 95 % (Wilson's score interval).
    /// </summary>
    public (double Low, double High) Interval => Wilson(Correct, Count);

    /// <summary>Adds a picture.</summary>
    /// <param name="actual">The class that it is of.</param>
    /// <param name="predicted">The class that it was taken for.</param>
    public void Add(int actual, int predicted)
    {
        _counts[actual, predicted]++;
        Count++;
        Correct += actual == predicted ? 1 : 0;
    }

    /// <summary>Pictures of a class.</summary>
    /// <param name="label">The class.</param>
    public int CountOf(int label) => Enumerable.Range(0, Labels.Count).Sum(predicted => _counts[label, predicted]);

    /// <summary>Of the pictures that were taken for a class, the part that is of it: 0 to 1, NaN where there are
    /// none.</summary>
    /// <param name="label">The class.</param>
    public double PrecisionOf(int label) =>
        (double)_counts[label, label] / Enumerable.Range(0, Labels.Count).Sum(actual => _counts[actual, label]);

    /// <summary>Of the pictures of a class, the part that was taken for it: 0 to 1, NaN where there are none.</summary>
    /// <param name="label">The class.</param>
    public double RecallOf(int label) => (double)_counts[label, label] / CountOf(label);

    /// <summary>Wilson's score interval of a part, with a confidence of 95 %.</summary>
    /// <param name="correct">How many are right.</param>
    /// <param name="count">Of how many.</param>
    internal static (double Low, double High) Wilson(int correct, int count)
    {
        if (count == 0)
        {
            return (0, 1);
        }

        double part = (double)correct / count,
            square = Normal * Normal / count,
            middle = part + square / 2,
            half = Normal * Math.Sqrt(part * (1 - part) / count + square / (4 * count)),
            all = 1 + square;
        return (Math.Max(0, (middle - half) / all), Math.Min(1, (middle + half) / all));
    }
}
