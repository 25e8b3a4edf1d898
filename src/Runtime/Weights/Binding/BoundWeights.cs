namespace ResNetGen.Weights;

/// <summary>
/// The tensors of a file as a network names them: every one it needs is there, in the right shape and in a type that
/// can be read. It is a view of the file, which must stay open while values are read.
/// </summary>
public sealed class BoundWeights
{
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    private BoundWeights(SafetensorsFile file, string prefix, Dictionary<string, SafetensorsTensor> tensors)
    {
        File = file;
        Prefix = prefix;
        _tensors = tensors;
    }

    /// <summary>The file that the values are read from.</summary>
    public SafetensorsFile File { get; }

    /// <summary>
    /// What every name in the file has before the network's: <c>_orig_mod.module.</c>, mostly nothing.
    /// </summary>
    public string Prefix { get; }

    /// <summary>The tensor that the network names <paramref name="name"/>, without <see cref="Prefix"/>.</summary>
    /// <exception cref="ArgumentException">It is none of the expected tensors.</exception>
    public SafetensorsTensor this[string name] =>
        _tensors.TryGetValue(name, out SafetensorsTensor? tensor)
            ? tensor
            : throw new ArgumentException($"{name} is not among the tensors that were bound.", nameof(name));

    /// <summary>
    /// Finds what a network needs in a file. The names may have <c>module.</c>, <c>model.</c> and <c>_orig_mod.</c>
    /// before them, all the same. <c>num_batches_tracked</c> and <c>n_averaged</c> are ignored; any other tensor that
    /// the network has no place for is an error.
    /// </summary>
    /// <param name="file">An open file.</param>
    /// <param name="expected">The tensors of the network, in its order.</param>
    /// <exception cref="WeightMismatchException">
    /// Something is missing, unexpected, of another shape or of a type that is no weight: all of it in one.
    /// </exception>
    /// <exception cref="ArgumentException">A tensor is expected twice.</exception>
    public static BoundWeights Bind(SafetensorsFile file, IReadOnlyList<ExpectedTensor> expected)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(expected);

        HashSet<string> names = new();
        foreach (ExpectedTensor tensor in expected)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"{tensor.Name} is expected twice.", nameof(expected));
            }
        }

        List<SafetensorsTensor> candidates = file.Tensors.Where(tensor => !IsCounter(tensor.Name)).ToList();
        string prefix = NamePrefix.Find(candidates.Select(tensor => tensor.Name), names);
        Dictionary<string, SafetensorsTensor> found = new();
        List<SafetensorsTensor> unexpected = new();
        foreach (SafetensorsTensor tensor in candidates)
        {
            if (
                tensor.Name.StartsWith(prefix, StringComparison.Ordinal) && names.Contains(tensor.Name[prefix.Length..])
            )
            {
                found.Add(tensor.Name[prefix.Length..], tensor);
            }
            else
            {
                unexpected.Add(tensor);
            }
        }

        WeightDifferences differences = Compare(file.Name, prefix, expected, found, unexpected);
        return differences.None
            ? new BoundWeights(file, prefix, found)
            : throw new WeightMismatchException(differences, MismatchHints.For(differences, expected, candidates));
    }

    private static WeightDifferences Compare(
        string file,
        string prefix,
        IReadOnlyList<ExpectedTensor> expected,
        Dictionary<string, SafetensorsTensor> found,
        List<SafetensorsTensor> unexpected
    )
    {
        List<ExpectedTensor> missing = new();
        List<ShapeMismatch> wrongShapes = new();
        List<SafetensorsTensor> unreadable = new();
        foreach (ExpectedTensor tensor in expected)
        {
            if (!found.TryGetValue(tensor.Name, out SafetensorsTensor? candidate))
            {
                missing.Add(tensor);
                continue;
            }

            if (candidate.Shape != tensor.Shape)
            {
                wrongShapes.Add(new ShapeMismatch(tensor, candidate));
            }

            if (!candidate.IsReadable)
            {
                unreadable.Add(candidate);
            }
        }

        List<SafetensorsTensor> sorted = NetworkOrder
            .Sort(unexpected, tensor => NamePrefix.Strip(tensor.Name))
            .ToList();
        return new WeightDifferences(file, prefix, missing, sorted, wrongShapes, unreadable);
    }

    // PyTorch counts in training: batches (BatchNorm), models that were averaged (AveragedModel). Counts take no part
    // in inference.
    private static bool IsCounter(string name) =>
        name.AsSpan(name.LastIndexOf('.') + 1) is "num_batches_tracked" or "n_averaged";
}
