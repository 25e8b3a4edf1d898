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
    /// What the names of the network have before them in the file: <c>_orig_mod.module.</c>, mostly nothing.
    /// </summary>
    public string Prefix { get; }

    /// <summary>The tensor that the network names <paramref name="name"/>, whatever it is called in the file.</summary>
    /// <exception cref="ArgumentException">It is none of the expected tensors, or the bias of a classifier that has
    /// none.</exception>
    public SafetensorsTensor this[string name] =>
        _tensors.TryGetValue(name, out SafetensorsTensor? tensor)
            ? tensor
            : throw new ArgumentException($"{name} is not among the tensors that were bound.", nameof(name));

    /// <summary>
    /// Finds what a network needs in a file. Names may be those of torchvision or of Hugging Face transformers, with
    /// any prefix before all of them. The classifier may have another name, be a 1x1 convolution or have no bias.
    /// <c>num_batches_tracked</c> and <c>n_averaged</c> are ignored; any other tensor that the network has no place for
    /// is an error.
    /// </summary>
    /// <param name="file">An open file.</param>
    /// <param name="expected">The tensors of the network, in its order.</param>
    /// <param name="options">Which of the tensors are the network's.</param>
    /// <exception cref="WeightMismatchException">
    /// Something is missing, unexpected, of another shape or of a type that is no weight: all of it in one.
    /// </exception>
    /// <exception cref="WeightFileException">No names have the prefix of <paramref name="options"/>, or those of
    /// several networks have it.</exception>
    /// <exception cref="ArgumentException">A tensor is expected twice.</exception>
    public static BoundWeights Bind(
        SafetensorsFile file,
        IReadOnlyList<ExpectedTensor> expected,
        WeightOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(expected);

        HashSet<string> names = [];
        foreach (ExpectedTensor tensor in expected)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"{tensor.Name} is expected twice.", nameof(expected));
            }
        }

        SafetensorsTensor[] tensors =
        [
            .. file.Tensors.Where(tensor =>
                !TrainingCounters.Contain(tensor.Name) && !NamePattern.MatchesAny(options?.Ignore ?? [], tensor.Name)
            ),
        ];
        IReadOnlyList<NamedNetwork> networks = NamedNetwork.Find(tensors.Select(tensor => tensor.Name));
        NamedNetwork? network = options?.Prefix is { } prefix
            ? NetworkChoice.Behind(file.Name, prefix, networks)
            : networks.Where(network => network.HasBlocks).MaxBy(network => network.Names.Keys.Count(names.Contains));
        NameMap map = new(
            tensors.Select(tensor => (tensor.Name, tensor.Shape)),
            networks,
            network,
            isChosen: options?.Prefix is not null
        );
        Dictionary<string, SafetensorsTensor> found = [];
        foreach (string name in names)
        {
            if (file.TryFind(map.Names.GetValueOrDefault(name, map.Prefix + name), out SafetensorsTensor? tensor))
            {
                found.Add(name, tensor);
            }
        }

        WeightDifferences differences = Compare(file, map, expected, found);
        return differences.None
            ? new BoundWeights(file, map.Prefix, found)
            : throw new WeightMismatchException(differences, MismatchHints.For(differences, expected, map));
    }

    /// <summary>Whether the file has a tensor for it: a classifier may have no bias.</summary>
    internal bool Has(string name) => _tensors.ContainsKey(name);

    private static WeightDifferences Compare(
        SafetensorsFile file,
        NameMap map,
        IReadOnlyList<ExpectedTensor> expected,
        Dictionary<string, SafetensorsTensor> found
    )
    {
        List<ExpectedTensor> missing = [];
        List<ShapeMismatch> wrongShapes = [];
        List<SafetensorsTensor> unreadable = [];
        foreach (ExpectedTensor tensor in expected)
        {
            if (!found.TryGetValue(tensor.Name, out SafetensorsTensor? candidate))
            {
                missing.Add(tensor);
                continue;
            }

            if (!NameMap.IsSame(tensor.Shape, candidate.Shape))
            {
                wrongShapes.Add(new(tensor, candidate));
            }

            if (!candidate.IsReadable)
            {
                unreadable.Add(candidate);
            }
        }

        HashSet<string> used = [.. found.Values.Select(tensor => tensor.Name)];
        HashSet<string> known = [.. map.Names.Values, .. map.Rest];
        SafetensorsTensor[] unexpected =
        [
            .. file.Tensors.Where(tensor => known.Contains(tensor.Name) && !used.Contains(tensor.Name)),
        ];

        // A linear layer without a bias adds zeros. If something else is amiss, its bias may be what is unexpected.
        if (
            missing is [{ Name: NameMap.Classifier + ".bias" }]
            && unexpected.Length == 0
            && found.ContainsKey(NameMap.Classifier + ".weight")
        )
        {
            missing.Clear();
        }

        return new(
            file.Name,
            map.Prefix,
            missing,
            [.. NetworkOrder.Sort(unexpected, tensor => map.Stripped(tensor.Name))],
            wrongShapes,
            unreadable
        );
    }
}
