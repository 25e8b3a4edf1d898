namespace ResNetGen.Weights;

/// <summary>Guesses from all the differences together what is the matter, and says what to declare or do.</summary>
internal static class MismatchHints
{
    public static IReadOnlyList<string> For(
        WeightDifferences differences, IReadOnlyList<ExpectedTensor> expected, IReadOnlyList<SafetensorsTensor> found)
    {
        if (found.Count == 0)
            return ["The file has no tensors."];

        var network = new NetworkSketch(expected.Select(tensor => (tensor.Name, tensor.Shape)));
        var file = new NetworkSketch(found
            .Where(tensor => tensor.Name.StartsWith(differences.Prefix, StringComparison.Ordinal))
            .Select(tensor => (tensor.Name[differences.Prefix.Length..], tensor.Shape)));

        return [.. new[]
        {
            Naming(differences, expected.Count, found),
            Layout(differences),
            Blocks(file, network),
            Classes(file, network),
            InputChannels(file, network),
            Stem(file, network),
            BaseWidth(file, network),
            Grouping(file, network),
            Shortcuts(file, network),
            Statistics(file, network),
        }.OfType<string>()];
    }

    private static string? Naming(WeightDifferences differences, int expected, IReadOnlyList<SafetensorsTensor> found)
    {
        bool Any(string part) => found.Any(tensor => tensor.Name.Contains(part, StringComparison.Ordinal));

        if (Any("embedder.embedder.convolution.") || Any("encoder.stages."))
        {
            return "The names are those of Hugging Face transformers; torchvision's are expected, which timm also uses: "
                   + "take the checkpoint of the same network from timm or torchvision.";
        }

        if (Any("stem.conv.") || Any("stages.0.blocks."))
        {
            return "The names are those of another family of timm (ResNetV2, RegNet or the like); "
                   + "ResNets with torchvision's names are supported.";
        }

        if (Any("conv1_conv"))
            return "The names are those of Keras; torchvision's names and layout are expected.";
        if (Any("res2.0.") || Any("res2_0"))
            return "The names are those of Detectron; torchvision's are expected: conv1, layer1.0.conv1, and so on.";
        if (Any("conv1.0.weight") && differences.Missing.Any(tensor => tensor.Name == "conv1.weight"))
            return "The file has a stem of several convolutions (conv1.0, ResNet-C or -D), which no Stem declares.";
        return ForeignPrefix(differences, expected);
    }

    /// <summary>The names are right but for something before them that is no wrapper of PyTorch's, or that only some have.</summary>
    private static string? ForeignPrefix(WeightDifferences differences, int expected)
    {
        var missing = differences.Missing.Select(tensor => tensor.Name).ToHashSet();
        if (differences.Prefix.Length > 0 && differences.Unexpected.Any(tensor => missing.Contains(tensor.Name)))
            return Mixed(differences.Prefix);

        var counts = new Dictionary<string, int>();
        foreach (var tensor in differences.Unexpected)
        {
            for (var dot = tensor.Name.IndexOf('.'); dot >= 0; dot = tensor.Name.IndexOf('.', dot + 1))
            {
                if (missing.Contains(tensor.Name[(dot + 1)..]))
                    counts[tensor.Name[..(dot + 1)]] = counts.GetValueOrDefault(tensor.Name[..(dot + 1)]) + 1;
            }
        }

        if (counts.Count == 0)
            return null;

        var (prefix, count) = counts.MaxBy(pair => pair.Value);
        if (count * 2 < missing.Count)
            return null;
        if (missing.Count < expected)
            return Mixed(prefix);

        var (python, file) = (Quoted.Python(prefix), Quoted.Python(Path.GetFileName(differences.File)));
        return $"The names have {Quoted.Text(prefix)} before them. Take it off:\n"
               + "from safetensors.torch import load_file, save_file\n"
               + $"save_file({{k.removeprefix({python}): v for k, v in load_file({file}).items() if k.startswith({python})}}, "
               + "\"renamed.safetensors\")";
    }

    private static string Mixed(string prefix)
        => $"Some names have {Quoted.Text(prefix)} before them and some have not: all must be alike.";

    private static string? Layout(WeightDifferences differences)
    {
        // TensorFlow keeps [rows, columns, input, output].
        var transposed = differences.WrongShapes.Any(pair =>
            pair is { Expected.Shape: { Rank: 4 } expected, Found.Shape: { Rank: 4 } found }
            && found[0] == expected[2] && found[1] == expected[3] && found[2] == expected[1] && found[3] == expected[0]
            && expected[0] != expected[2]);
        return transposed
            ? "The convolutions are laid out [rows, columns, input, output], as TensorFlow has them; "
              + "PyTorch's [output, input, rows, columns] is expected."
            : null;
    }

    private static string? Blocks(NetworkSketch file, NetworkSketch network)
        => file.Stages.Count == 0 || network.Stages.Count == 0 || file.HasBlocksOf(network)
            ? null
            : $"The file looks like {file.Describe()}, the network is {network.Describe()}: declare {file.Declaration()}.";

    private static string? Classes(NetworkSketch file, NetworkSketch network)
        => file.Shape("fc.weight", 2) is { } found && network.Shape("fc.weight", 2) is { } expected && found[0] != expected[0]
            ? $"The file is for {found[0]} classes, the network has {expected[0]}: declare Classes = {found[0]}."
            : null;

    private static string? InputChannels(NetworkSketch file, NetworkSketch network)
        => Stem(file) is { } found && Stem(network) is { } expected && IsUsual(found) && found[1] != expected[1]
            ? $"The file is for images of {found[1]} {Plural("channel", found[1])}, the network takes {expected[1]}: "
              + $"declare InputChannels = {found[1]}."
            : null;

    private static string? Stem(NetworkSketch file, NetworkSketch network)
    {
        if (Stem(file) is not { } found || Stem(network) is not { } expected || !IsUsual(found) || found[2] == expected[2])
            return null;

        var advice = found[2] switch
        {
            7 => "declare Stem = Stem.Conv7x7",
            3 => "declare Stem = Stem.Conv3x3",
            _ => "no Stem is so",
        };
        return $"The file has a stem of {found[2]}x{found[3]}, the network one of {expected[2]}x{expected[3]}: {advice}.";
    }

    private static string? BaseWidth(NetworkSketch file, NetworkSketch network)
        => Stem(file) is { } found && Stem(network) is { } expected && IsUsual(found) && found[0] != expected[0]
            ? $"The file's stem has {found[0]} channels, the network's {expected[0]}: declare BaseWidth = {found[0]}."
            : null;

    private static string? Grouping(NetworkSketch file, NetworkSketch network)
        => file.Grouping() is { } found && network.Grouping() is { } expected && found != expected
            ? $"The file's 3x3 convolutions have {found.Groups} {Plural("group", found.Groups)} of {found.WidthPerGroup} channels, "
              + $"the network's {expected.Groups} of {expected.WidthPerGroup}: "
              + $"declare Groups = {found.Groups}, WidthPerGroup = {found.WidthPerGroup}."
            : null;

    private static string? Shortcuts(NetworkSketch file, NetworkSketch network)
    {
        if (file.Stages.Count == 0 || !file.HasBlocksOf(network) || file.Projections.SetEquals(network.Projections))
            return null;
        if (file.Projections.Count == 0)
            return "The file's shortcuts have no convolutions (downsample), the network's have: declare Shortcut = Shortcut.ZeroPad.";
        if (file.ProjectsAlways)
            return "The file's shortcuts have convolutions (downsample) in every block: declare Shortcut = Shortcut.ProjectionAlways.";
        if (network.Projections.Count == 0 || network.ProjectsAlways)
            return "The file's shortcuts have convolutions (downsample) where the shape changes: declare Shortcut = Shortcut.Projection.";
        return null;
    }

    private static string? Statistics(NetworkSketch file, NetworkSketch network)
        => network.HasStatistics && !file.HasStatistics && (file.Stages.Count > 0 || Stem(file) is not null)
            ? "The file has no batch-norm statistics (running_mean, running_var): they were folded into the convolutions or left out. "
              + "Save the state_dict() of the model as it was trained."
            : null;

    private static TensorShape? Stem(NetworkSketch sketch) => sketch.Shape("conv1.weight", 4);

    // A kernel that is not square is no kernel: the layout is another.
    private static bool IsUsual(TensorShape stem) => stem[2] == stem[3];

    private static string Plural(string noun, long count) => count == 1 ? noun : noun + "s";
}
