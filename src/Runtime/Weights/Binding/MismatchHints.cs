namespace ResNetGen.Weights;

/// <summary>Guesses from the differences what is wrong, and says what to declare or do.</summary>
internal static class MismatchHints
{
    public static IReadOnlyList<string> For(
        WeightDifferences differences,
        IReadOnlyList<ExpectedTensor> expected,
        IReadOnlyList<SafetensorsTensor> found
    )
    {
        if (found.Count == 0)
        {
            return ["The file has no tensors."];
        }

        NetworkSketch network = new(expected.Select(tensor => (tensor.Name, tensor.Shape)));
        NetworkSketch file = new(
            found
                .Where(tensor => tensor.Name.StartsWith(differences.Prefix, StringComparison.Ordinal))
                .Select(tensor => (tensor.Name[differences.Prefix.Length..], tensor.Shape))
        );
        Classifier? classifier = Classifier.Find(differences);
        long? classes = classifier is { Names.Count: > 1 }
            ? null
            : file.Shape($"{classifier?.Names[0] ?? Classifier.Expected}.weight", 2)?[0];

        string?[] hints = [NamingHints.For(differences, expected, found, classifier), Layout(differences)];
        if (IsDeclarable(file, network, classes))
        {
            hints =
            [
                .. hints,
                Blocks(file, network),
                Classes(classes, network),
                InputChannels(file, network),
                Stem(file, network),
                BaseWidth(file, network),
                Grouping(file, network),
                Shortcuts(file, network),
            ];
        }

        return [.. hints.Append(Statistics(file, network)).OfType<string>()];
    }

    /// <summary>Whether the generator takes the file's network, completed by what it is held against.</summary>
    private static bool IsDeclarable(NetworkSketch file, NetworkSketch network, long? classes)
    {
        NetworkSketch blocks = file.Stages.Count > 0 ? file : network;
        long baseWidth = (file.Stem ?? network.Stem)?[0] ?? 1;
        long inputChannels = (file.Stem ?? network.Stem)?[1] ?? 1;
        (long groups, long widthPerGroup) = (file.Stages.Count > 0 ? file.Grouping() : network.Grouping()) ?? (1, 64);
        if (
            !IsWithin(classes ?? 1, NetworkLimits.Classes)
            || !IsWithin(inputChannels, NetworkLimits.InputChannels)
            || !IsWithin(baseWidth, NetworkLimits.BaseWidth)
            || !IsWithin(groups, NetworkLimits.Groups)
            || !IsWithin(widthPerGroup, NetworkLimits.WidthPerGroup)
            || (blocks.IsBottleneck && baseWidth * widthPerGroup % 64 != 0)
        )
        {
            return false;
        }

        NetworkShape shape = NetworkShape.Of(
            new NetworkDeclaration
            {
                BlockType = blocks.BlockType,
                Stages = blocks.Stages.Count > 0 ? blocks.Stages : [1],
                Stem = StemOf(file.Stem ?? network.Stem) ?? ResNetGen.Stem.Conv7x7,
                Shortcut =
                    blocks.Projections.Count == 0 ? Shortcut.ZeroPad
                    : blocks.ProjectsAlways ? Shortcut.ProjectionAlways
                    : Shortcut.Projection,
                BaseWidth = (int)baseWidth,
                Groups = (int)groups,
                WidthPerGroup = (int)widthPerGroup,
                InputChannels = (int)inputChannels,
                Classes = (int)(classes ?? 1),
            }
        );
        return shape.WidestChannels <= NetworkLimits.Channels && shape.Parameters <= NetworkLimits.Floats;

        static bool IsWithin(long value, long most) => value >= 1 && value <= most;
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

    private static string? Classes(long? classes, NetworkSketch network) =>
        classes is { } found
        && network.Shape($"{Classifier.Expected}.weight", 2) is { } expected
        && found != expected[0]
            ? $"The file is for {found} classes, the network has {expected[0]}: declare Classes = {found}."
            : null;

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

        string advice = StemOf(found) is { } stem ? $"declare Stem = Stem.{stem}" : "no Stem is so";
        return $"The file has a stem of {found[2]}x{found[3]}, the network one of {expected[2]}x{expected[3]}: {advice}.";
    }

    /// <summary>The stem with such a kernel.</summary>
    private static Stem? StemOf(TensorShape? kernel) =>
        Enum.GetValues<Stem>()
            .Where(stem => StemShape.Of(stem, new(1, 1, 1), 1).Convolution.Kernel == kernel?[2])
            .Select(stem => (Stem?)stem)
            .FirstOrDefault();

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

    private static string? Statistics(NetworkSketch file, NetworkSketch network) =>
        network.HasStatistics && !file.HasStatistics && (file.Stages.Count > 0 || file.Stem is not null)
            ? "The file has no batch-norm statistics (running_mean, running_var): they were folded into the "
                + "convolutions or left out. Save the state_dict() of the model as it was trained."
            : null;

    private static string Plural(string noun, long count) => count == 1 ? noun : noun + "s";
}
