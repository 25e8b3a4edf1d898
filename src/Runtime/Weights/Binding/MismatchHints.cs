namespace ResNetGen.Weights;

/// <summary>Guesses from the differences what is wrong, and says what to declare or do.</summary>
internal static class MismatchHints
{
    // More would not be read.
    private const int MostPatterns = 8;

    public static IReadOnlyList<string> For(
        WeightDifferences differences,
        IReadOnlyList<ExpectedTensor> expected,
        NameMap map
    )
    {
        if (map.Names.Count + map.Rest.Count == 0)
        {
            return ["The file has no tensors."];
        }

        NetworkSketch network = new(expected.Select(tensor => (tensor.Name, tensor.Shape)));
        NetworkSketch file = map.Sketch;
        string?[] hints = [Naming(differences, map), Parts(file), Layout(differences)];
        if (file.Declare(network) is not null)
        {
            hints =
            [
                .. hints,
                Blocks(file, network),
                Classes(differences, map, network),
                InputChannels(file, network),
                Stem(file, network),
                BaseWidth(file, network),
                Grouping(file, network),
                Shortcuts(file, network),
            ];
        }

        return hints.OfType<string>().ToArray() is { Length: > 0 } found
            ? found
            : [.. new[] { Extra(differences, map) }.OfType<string>()];
    }

    /// <summary>Names that say that it is another network, or several.</summary>
    private static string? Naming(WeightDifferences differences, NameMap map)
    {
        IReadOnlyList<NamedNetwork> whole = NamedNetwork.Whole(map.Networks);
        if (differences.Unexpected.Count > 0 && whole.Count > 1)
        {
            return NetworkChoice.Advise(differences.File, whole, nameof(WeightOptions));
        }

        bool Any(string part) => map.Rest.Any(name => name.Contains(part, StringComparison.Ordinal));

        if (Any("conv1_conv"))
        {
            return "The names are those of Keras; torchvision's names and layout are expected.";
        }

        if (Any("res2.0.") || Any("res2_0"))
        {
            return "The names are those of Detectron; torchvision's are expected: conv1, layer1.0.conv1, and so on.";
        }

        if (map.HeadLayers.Count > 1)
        {
            string names = string.Join(", ", map.HeadLayers.Take(MostPatterns).Select(Quoted.Text));
            IReadOnlyList<string> patterns = NamePattern.For(
                map.HeadLayers.Select(layer => layer + ".weight"),
                map.Names.Values
            );
            return $"The file has a classifier of several linear layers ({names}), where a network has one "
                + $"(\"{NameMap.Classifier}\"). For the features before it, declare Classes = 0 and ignore it: "
                + HowToIgnore(differences.File, patterns);
        }

        return Mixed(differences, map) is { } mixed
            ? $"Some names have {Quoted.Text(mixed)} before them and some have not: all must be alike."
            : null;
    }

    /// <summary>A prefix that some of the names have and others have not, which are right but for that.</summary>
    private static string? Mixed(WeightDifferences differences, NameMap map)
    {
        HashSet<string> missing = [.. differences.Missing.Select(tensor => tensor.Name)];
        HashSet<string> rest = [.. map.Rest];
        NamingScheme? scheme = map.Networks.FirstOrDefault(network => network.Prefix == map.Prefix)?.Scheme;
        string? other = map
            .Networks.Where(network => network.Scheme == scheme)
            .FirstOrDefault(network =>
                network.Names.Any(pair => missing.Contains(pair.Key) && rest.Contains(pair.Value))
            )
            ?.Prefix;
        other ??= differences
            .Unexpected.Select(tensor => tensor.Name)
            .Where(name =>
                name.EndsWith("fc.weight", StringComparison.Ordinal)
                || name.EndsWith("fc.bias", StringComparison.Ordinal)
            )
            .Select(name => name[..(name.LastIndexOf("fc.", StringComparison.Ordinal))])
            .FirstOrDefault(prefix =>
                missing.Count > 0
                && prefix != map.Prefix
                && missing.All(name => name.StartsWith("fc.", StringComparison.Ordinal))
            );
        return other?.Length == 0 ? map.Prefix : other;
    }

    /// <summary>What of the file's network no attribute declares.</summary>
    private static string? Parts(NetworkSketch file) =>
        UndeclaredParts.Of(file).ToArray() is { Length: > 0 } parts
            ? $"The file has {string.Join("; ", parts)}."
            : null;

    /// <summary>Nothing is wrong but that there is more.</summary>
    private static string? Extra(WeightDifferences differences, NameMap map)
    {
        if (differences.Missing.Count + differences.WrongShapes.Count + differences.Unreadable.Count > 0)
        {
            return null;
        }

        return "All that the network needs is there. If the rest is no part of it, ignore it: "
            + HowToIgnore(
                differences.File,
                NamePattern.For(differences.Unexpected.Select(tensor => tensor.Name), map.Names.Values)
            );
    }

    private static string HowToIgnore(string file, IReadOnlyList<string> patterns)
    {
        string[] shown = [.. patterns.Take(MostPatterns)];
        string options = string.Join(", ", shown.Select(Quoted.Python));
        return $"{ImportCommand.For(file, ignore: shown)}. In a program: new WeightOptions {{ Ignore = [{options}] }}.";
    }

    private static string? Layout(WeightDifferences differences)
    {
        // TensorFlow keeps [rows, columns, input, output].
        bool transposed = differences.WrongShapes.Any(pair =>
            pair is { Expected.Shape: { Rank: 4 } expected, Found.Shape: { Rank: 4 } found }
            && found[0] == expected[2]
            && found[1] == expected[3]
            && found[2] == expected[1]
            && found[3] == expected[0]
            && expected[0] != expected[2]
        );
        return transposed
            ? "The convolutions are laid out [rows, columns, input, output], as TensorFlow has them; "
                + "PyTorch's [output, input, rows, columns] is expected."
            : null;
    }

    private static string? Blocks(NetworkSketch file, NetworkSketch network) =>
        file.Stages.Count == 0 || network.Stages.Count == 0 || file.HasBlocksOf(network)
            ? null
            : $"The file looks like {file.Describe()}, the network is {network.Describe()}: "
                + $"declare {file.Declaration()}.";

    private static string? Classes(WeightDifferences differences, NameMap map, NetworkSketch network)
    {
        long found = map.Sketch.Classes ?? 0;
        long expected = network.Classes ?? 0;
        if (found == expected || network.Stages.Count == 0 || map.Sketch.Stages.Count == 0)
        {
            return null;
        }

        return (found, expected) switch
        {
            (0, _) when map.HeadLayers.Count > 0 => null,
            (0, _) => $"The file has no classifier, the network has one of {expected} classes: declare Classes = 0.",
            (_, 0) =>
                $"The file has a classifier of {found} classes, the network has none: declare Classes = {found}, or "
                    + "ignore it: "
                    + HowToIgnore(
                        differences.File,
                        NamePattern.For(
                            [map.Names["fc.weight"]],
                            map.Names.Where(pair => !pair.Key.StartsWith("fc.", StringComparison.Ordinal))
                                .Select(pair => pair.Value)
                        )
                    ),
            _ => $"The file is for {found} classes, the network has {expected}: declare Classes = {found}.",
        };
    }

    private static string? InputChannels(NetworkSketch file, NetworkSketch network) =>
        file.Stem is { } found && network.Stem is { } expected && found[1] != expected[1]
            ? $"The file is for images of {found[1]} {Plural("channel", found[1])}, the network takes {expected[1]}: "
                + $"declare InputChannels = {found[1]}."
            : null;

    private static string? Stem(NetworkSketch file, NetworkSketch network)
    {
        if (file.Stem is not { } found || network.Stem is not { } expected || found[2] == expected[2])
        {
            return null;
        }

        return file.DeclaredStem is { } stem
            ? $"The file has a stem of {found[2]}x{found[3]}, the network one of {expected[2]}x{expected[3]}: "
                + $"declare Stem = Stem.{stem}."
            : null;
    }

    private static string? BaseWidth(NetworkSketch file, NetworkSketch network) =>
        file.Stem is { } found && network.Stem is { } expected && found[0] != expected[0]
            ? $"The file's stem has {found[0]} channels, the network's {expected[0]}: declare BaseWidth = {found[0]}."
            : null;

    private static string? Grouping(NetworkSketch file, NetworkSketch network) =>
        file.Grouping() is { } found && network.Grouping() is { } expected && found != expected
            ? $"The file's 3x3 convolutions have {found.Groups} {Plural("group", found.Groups)} "
                + $"of {found.WidthPerGroup} channels, the network's {expected.Groups} of {expected.WidthPerGroup}: "
                + $"declare Groups = {found.Groups}, WidthPerGroup = {found.WidthPerGroup}."
            : null;

    private static string? Shortcuts(NetworkSketch file, NetworkSketch network)
    {
        if (file.Stages.Count == 0 || !file.HasBlocksOf(network) || file.Projections.SetEquals(network.Projections))
        {
            return null;
        }

        string? found =
            file.Projections.Count == 0
                ? "no convolutions (downsample), the network's have: declare Shortcut = Shortcut.ZeroPad"
            : file.ProjectsAlways
                ? "convolutions (downsample) in every block: declare Shortcut = Shortcut.ProjectionAlways"
            : network.Projections.Count == 0 || network.ProjectsAlways
                ? "convolutions (downsample) where the shape changes: declare Shortcut = Shortcut.Projection"
            : null;
        return found is null ? null : $"The file's shortcuts have {found}.";
    }

    private static string Plural(string noun, long count) => count == 1 ? noun : noun + "s";
}
