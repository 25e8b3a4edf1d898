using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Recognises a network by names and shapes of its tensors, and by what files beside them say. Shapes give a
/// declaration; every tensor is then held against it.
/// </summary>
internal sealed class TensorRecogniser
{
    private const int Listed = 10;

    private readonly Checkpoint _checkpoint;
    private readonly ImportOptions _options;
    private readonly List<string> _notes = [];
    private readonly List<string> _assumed = [];

    private TensorRecogniser(Checkpoint checkpoint, ImportOptions options)
    {
        _checkpoint = checkpoint;
        _options = options;
    }

    public static ImportedNetwork Recognise(Checkpoint checkpoint, ImportOptions options) =>
        new TensorRecogniser(checkpoint, options).Recognise();

    private ImportedNetwork Recognise()
    {
        NameMap map = ChooseNetwork();
        NetworkFacts? facts = ConfigFiles.Beside(_checkpoint);
        RefuseUndeclared(map, facts);
        NetworkDeclaration declaration = Declare(map.Sketch);
        IReadOnlyList<ExpectedTensor> expected = ExpectedTensors.Of(NetworkShape.Of(declaration));
        Dictionary<string, CheckpointTensor> found = Hold(declaration, expected, map);
        if (facts is not null)
        {
            FactsCheck.Hold(facts, declaration);
        }

        IReadOnlyList<string> labels = NetworkInput.Labels(declaration, facts, _notes);
        declaration = NetworkInput.Complete(_checkpoint.Name, declaration, _options, facts, _notes, _assumed);
        Declarable.Check(_checkpoint.Name, declaration);
        HashSet<string> used = [.. found.Values.Select(tensor => tensor.Name)];
        return new(
            _checkpoint,
            declaration,
            [.. expected.Select(tensor => Import(tensor, found.GetValueOrDefault(tensor.Name)))]
        )
        {
            LeftOut = [.. _checkpoint.Tensors.Select(tensor => tensor.Name).Where(name => !used.Contains(name))],
            Assumed = [.. _assumed],
            Notes = [.. _notes],
            Labels = labels,
            Preprocessing = NetworkInput.Preprocessing(declaration, facts),
        };
    }

    /// <summary>The network that is meant, and what is left when all is taken away that is known to be none of
    /// it.</summary>
    private NameMap ChooseNetwork()
    {
        (string Name, TensorShape Shape)[] tensors =
        [
            .. _checkpoint
                .Tensors.Where(tensor =>
                    !OtherTensors.Contain(tensor.Name, tensor.Shape)
                    && !NamePattern.MatchesAny(_options.Ignore, tensor.Name)
                )
                .Select(tensor => (tensor.Name, tensor.Shape)),
        ];
        IReadOnlyList<NamedNetwork> networks = NamedNetwork.Find(tensors.Select(tensor => tensor.Name));
        if (_options.Prefix is { } prefix)
        {
            return new(tensors, networks, NetworkChoice.Behind(_checkpoint.Name, prefix, networks), isChosen: true);
        }

        IReadOnlyList<NamedNetwork> whole = NamedNetwork.Whole(networks);
        NamedNetwork[] trained = [.. whole.Where(network => OtherTensors.MovingAverage(network.Prefix) is null)];
        if (whole.Count == 0)
        {
            // What other families are called like is looked for in all names.
            NameMap map = new(tensors, networks, null, isChosen: false);
            RefuseUndeclared(map, facts: null);
            throw Error(
                "its tensors are not those of a ResNet: none is called like a residual block (layer1.0.conv1.weight, or "
                    + "encoder.stages.0.layers.0.layer.0.convolution.weight)",
                "See which there are: resnetgen inspect."
            );
        }

        if (whole.Count == 1 || trained.Length == 1)
        {
            NamedNetwork chosen = trained.Length == 1 ? trained[0] : whole[0];
            HashSet<string> averages =
            [
                .. whole
                    .Except([chosen])
                    .Select(network => OtherTensors.MovingAverage(network.Prefix))
                    .OfType<string>(),
            ];
            if (averages.Count > 0)
            {
                _notes.Add(
                    $"The network's moving average was left out ({List([.. averages])}); --prefix "
                        + $"{Plain(averages.First())} takes it."
                );
            }

            return new(
                tensors.Where(tensor => !NameMap.IsBehindAny(tensor.Name, averages)),
                [chosen],
                chosen,
                isChosen: false
            );
        }

        throw new WeightFileException(
            _checkpoint.Name,
            "it is not clear which network is meant",
            NetworkChoice.Advise(_checkpoint.Name, whole, nameof(ImportOptions))
        );
    }

    private void RefuseUndeclared(NameMap map, NetworkFacts? facts)
    {
        // What the weights say too is said once.
        string[] parts = [.. UndeclaredParts.Of(map.Sketch).Union(facts?.Undeclared ?? [])];
        if (parts.Length > 0)
        {
            string source = facts is { Undeclared.Count: > 0 } ? $" ({facts.Source})" : "";
            throw Error(
                $"it has {string.Join("; ", parts)}{source}",
                "A network with torchvision's layers is expected."
            );
        }

        if (map.Sketch.Stages.Count > 0 && map.Rest.Count > 0)
        {
            IReadOnlyList<string> patterns = NamePattern.For(map.Rest, map.Names.Values);
            string heads =
                map.HeadLayers.Count > 1
                    ? $", among them a classifier of several linear layers ({List(map.HeadLayers)}), which no option declares"
                    : "";
            throw Error(
                $"it has tensors that are not those of a ResNet ({map.Rest.Count}): {List(map.Rest)}{heads}",
                "If they are no part of the network, leave them out: "
                    + ImportCommand.For(
                        _checkpoint.Name,
                        _options.Prefix,
                        _options.Ignore.Concat(patterns.Take(Listed))
                    )
            );
        }
    }

    private NetworkDeclaration Declare(NetworkSketch sketch)
    {
        if (sketch.Stages.Count == 0)
        {
            throw Error(
                "its residual blocks are not all there, or more than an attribute declares: they are numbered from "
                    + $"layer1.0 without a gap, in {NetworkLimits.Stages} stages and {NetworkLimits.Blocks} blocks at most"
            );
        }

        if (sketch.Stem is null)
        {
            throw Error("it has no convolution before its first block (conv1.weight), with as many rows as columns");
        }

        return sketch.Declare()
            ?? throw Error(
                $"its sizes are beyond what an attribute declares: a stem of {sketch.Stem}, {sketch.Classes ?? 0} classes"
            );
    }

    /// <summary>Finds every tensor of a declaration, and sees that it is of its shape.</summary>
    private Dictionary<string, CheckpointTensor> Hold(
        NetworkDeclaration declaration,
        IReadOnlyList<ExpectedTensor> expected,
        NameMap map
    )
    {
        Dictionary<string, CheckpointTensor> found = [];
        List<string> differences = [];
        foreach (ExpectedTensor tensor in expected)
        {
            if (
                !map.Names.TryGetValue(tensor.Name, out string? name)
                || !_checkpoint.TryFind(name, out CheckpointTensor? candidate)
            )
            {
                if (tensor.Name != NameMap.Classifier + ".bias")
                {
                    differences.Add($"{tensor.Name} {tensor.Shape} is missing");
                }
            }
            else if (!NameMap.IsSame(tensor.Shape, candidate.Shape))
            {
                differences.Add($"{Plain(name)}: {tensor.Shape} expected, {candidate.Shape} found");
            }
            else if (!candidate.IsReadable)
            {
                differences.Add(
                    $"{Plain(name)}: {TensorDataTypes.Readable} expected, {TensorDataTypes.Name(candidate.DataType)} found"
                );
            }
            else
            {
                found.Add(tensor.Name, candidate);
            }
        }

        HashSet<string> names = [.. expected.Select(tensor => tensor.Name)];
        differences.AddRange(
            map.Names.Where(pair => !names.Contains(pair.Key)).Select(pair => $"{Plain(pair.Value)} is not expected")
        );
        if (differences.Count > 0)
        {
            string more = differences.Count > Listed ? $"; and {differences.Count - Listed} more" : "";
            throw Error(
                $"no attribute declares its shapes; of the nearest, {declaration}, differ: "
                    + string.Join("; ", differences.Take(Listed))
                    + more
            );
        }

        return found;
    }

    private static ImportedTensor Import(ExpectedTensor expected, CheckpointTensor? found) =>
        found is null
            ? ImportedTensor.Compute(expected.Name, expected.Shape, () => new float[expected.Shape[0]])
            : ImportedTensor.Copy(expected.Name, found, expected.Shape);

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Listed).Select(Plain)) + (names.Count > Listed ? ", ..." : "");

    private static string Plain(string name) => Quoted.Text(name)[1..^1];

    private WeightFileException Error(string problem, string? advice = null) => new(_checkpoint.Name, problem, advice);
}
