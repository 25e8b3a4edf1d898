namespace ResNetGen.Transfer;

/// <summary>Names of classes.</summary>
internal static class ClassLabels
{
    /// <exception cref="ArgumentException">There is none, two are the same, or one is empty.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count == 0)
        {
            throw new ArgumentException("There are no classes: give each a label.", nameof(labels));
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string label in labels)
        {
            if (string.IsNullOrEmpty(label) || !seen.Add(label))
            {
                throw new ArgumentException(
                    string.IsNullOrEmpty(label)
                        ? "A label is empty: give each class a name."
                        : $"Two classes are called {Weights.Quoted.Text(label)}: give each a name of its own.",
                    nameof(labels)
                );
            }
        }

        return [.. labels];
    }
}
