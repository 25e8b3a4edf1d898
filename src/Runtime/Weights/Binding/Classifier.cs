namespace ResNetGen.Weights;

/// <summary>Linear layers that a file has in place of the network's classifier, where all else is there.</summary>
/// <param name="Names">Without prefix, such as <c>last_linear</c>; the first takes the network's features.</param>
internal sealed record Classifier(IReadOnlyList<string> Names)
{
    /// <summary>The network's name of it.</summary>
    public const string Expected = "fc";

    /// <summary>A file of more linear layers is no ResNet with another head.</summary>
    public const int MostLayers = 4;

    private const string Weight = ".weight";

    /// <summary>Looks for it in what the file has beside the network's tensors.</summary>
    /// <returns><see langword="null"/> when something else is missing too, or no such layer is there.</returns>
    public static Classifier? Find(WeightDifferences differences)
    {
        if (
            differences.Missing
            is not [{ Name: Expected + Weight, Shape: { Rank: 2 } shape }, { Name: Expected + ".bias" }]
        )
        {
            return null;
        }

        List<(string Name, TensorShape Shape)> others = differences
            .Unexpected.Where(tensor => tensor.Name.StartsWith(differences.Prefix, StringComparison.Ordinal))
            .Select(tensor => (Name: tensor.Name[differences.Prefix.Length..], tensor.Shape))
            .ToList();
        HashSet<string> biases = others
            .Where(tensor => tensor.Shape.Rank == 1)
            .Select(tensor => tensor.Name)
            .ToHashSet();
        List<(string Name, TensorShape Shape)> layers = others
            .Where(tensor => tensor.Shape.Rank == 2 && tensor.Name.EndsWith(Weight, StringComparison.Ordinal))
            .Select(tensor => (Name: tensor.Name[..^Weight.Length], tensor.Shape))
            .Where(layer => biases.Contains(layer.Name + ".bias"))
            .ToList();
        int first = layers.FindIndex(layer => layer.Shape[1] == shape[1]);
        return first >= 0 && layers.Count <= MostLayers
            ? new Classifier([
                layers[first].Name,
                .. layers.Where((_, index) => index != first).Select(layer => layer.Name),
            ])
            : null;
    }
}
