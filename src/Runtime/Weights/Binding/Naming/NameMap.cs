namespace ResNetGen.Weights;

/// <summary>The tensors of a file as torchvision names them, and those that are none of the network.</summary>
internal sealed class NameMap
{
    /// <summary>torchvision's name of the classifier.</summary>
    public const string Classifier = "fc";

    private const string Weight = ".weight";
    private const string Bias = ".bias";

    // What others call "fc", also as the last of a Sequential: "fc.1" behind a dropout, transformers' "classifier.1".
    private static readonly string[] Classifiers = ["fc", "classifier", "head", "head.fc", "last_linear", "linear"];

    private readonly Dictionary<string, TensorShape> _shapes;
    private readonly Dictionary<string, string> _names;

    /// <summary>Maps the names of a network.</summary>
    /// <param name="tensors">The tensors of the file, without counters.</param>
    /// <param name="networks">All that the file has.</param>
    /// <param name="network">The one that is meant; <see langword="null"/> if there is none.</param>
    /// <param name="isChosen">Whether somebody chose it: what has another prefix is left out.</param>
    public NameMap(
        IEnumerable<(string Name, TensorShape Shape)> tensors,
        IReadOnlyList<NamedNetwork> networks,
        NamedNetwork? network,
        bool isChosen
    )
    {
        _shapes = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape);
        _names = network is null ? [] : new(network.Names);
        Networks = networks;
        Prefix = network?.Prefix ?? "";
        HashSet<string> mapped = [.. _names.Values];
        List<string> others = [.. _shapes.Keys.Where(name => !mapped.Contains(name))];
        HashSet<string> twins =
        [
            .. NamedNetwork
                .Whole(networks)
                .Select(other => other.Prefix)
                .Where(prefix => prefix != Prefix && IsBehind(prefix, Prefix)),
        ];
        List<string> rest = isChosen
            ? [.. others.Where(name => IsBehind(name, Prefix) && !IsBehindAny(name, twins))]
            : others;
        HeadLayers = FindHead(others, rest);
        if (HeadLayers is [string head])
        {
            AddHead(head + Weight, Classifier + Weight);
            AddHead(head + Bias, Classifier + Bias);
        }

        Rest = rest;
        Sketch = new(
            _names
                .Select(pair => (pair.Key, _shapes[pair.Value]))
                .Concat(rest.Where(name => IsBehind(name, Prefix)).Select(name => (Stripped(name), _shapes[name])))
        );

        void AddHead(string name, string canonical)
        {
            if (_shapes.ContainsKey(name))
            {
                _names.Add(canonical, name);
                rest.Remove(name);
            }
        }
    }

    /// <summary>All that the file has, the largest first.</summary>
    public IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>What stands before the names of the network.</summary>
    public string Prefix { get; }

    /// <summary>From torchvision's names to those of the file.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    /// <summary>Names that stand for nothing of the network, in the order of the file.</summary>
    public IReadOnlyList<string> Rest { get; }

    /// <summary>
    /// The linear layers in place of a classifier, by their names without <c>.weight</c>. One of them is the
    /// classifier; of several, none is.
    /// </summary>
    public IReadOnlyList<string> HeadLayers { get; }

    /// <summary>What names and shapes tell.</summary>
    public NetworkSketch Sketch { get; }

    /// <summary>The shape of a tensor, by its name in the file.</summary>
    public TensorShape Shape(string name) => _shapes[name];

    /// <summary>A name without the prefix, if it has it.</summary>
    public string Stripped(string name) => IsBehind(name, Prefix) ? name[Prefix.Length..] : name;

    /// <summary>Whether a shape is that of a linear layer; as a 1x1 convolution it has the same values.</summary>
    public static bool IsLinear(TensorShape shape) =>
        shape.Rank == 2 || (shape.Rank == 4 && shape[2] == 1 && shape[3] == 1);

    /// <summary>Whether a tensor has the values of one that is expected, in the same order.</summary>
    public static bool IsSame(TensorShape expected, TensorShape found) =>
        found == expected
        || (expected.Rank == 2 && IsLinear(found) && found[0] == expected[0] && found[1] == expected[1]);

    /// <summary>Whether one of many prefixes, which end with dots, stands before a name.</summary>
    public static bool IsBehindAny(string name, HashSet<string> prefixes)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> spans = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (spans.Contains(name.AsSpan(0, dot + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBehind(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private List<string> FindHead(List<string> others, List<string> rest)
    {
        List<string> layers =
        [
            .. others
                .Where(name => name.EndsWith(Weight, StringComparison.Ordinal) && IsLinear(_shapes[name]))
                .Select(name => name[..^Weight.Length]),
        ];
        if (layers.Contains(Prefix + Classifier))
        {
            return [Prefix + Classifier];
        }

        List<string> known = [.. layers.Where(IsCalledClassifier).Order(StringComparer.Ordinal)];
        if (known.Count > 1)
        {
            return known;
        }

        // Of another width it is the last of several layers, or of something else.
        long? features = new NetworkSketch(_names.Select(pair => (pair.Key, _shapes[pair.Value]))).Features;
        if (known is [string one] && _shapes[one + Weight][1] == features)
        {
            return known;
        }

        // Whatever it is called: a linear layer of the right width, and nothing else is left.
        HashSet<string> left = [.. rest];
        layers.RemoveAll(layer => !left.Contains(layer + Weight));
        return
            layers is [string only]
            && rest.All(name => name == only + Weight || name == only + Bias)
            && _shapes[only + Weight][1] == features
            ? layers
            : [];
    }

    /// <summary>Whether a layer has one of the usual names, beside the network or beside what it is a part
    /// of.</summary>
    private bool IsCalledClassifier(string layer)
    {
        ReadOnlySpan<char> name = layer;
        if (name.LastIndexOf('.') is > 0 and var dot && !name[(dot + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            name = name[..dot];
        }

        foreach (string classifier in Classifiers)
        {
            if (name.EndsWith(classifier, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> place = name[..^classifier.Length];
                if (Prefix.AsSpan().StartsWith(place, StringComparison.Ordinal) && (place.IsEmpty || place[^1] == '.'))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
