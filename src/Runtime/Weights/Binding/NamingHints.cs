namespace ResNetGen.Weights;

/// <summary>
/// Guesses why the names of a file are not the network's, and says which file to take or how to rename.
/// </summary>
internal static class NamingHints
{
    private const string Renamed = "\"renamed.safetensors\"";

    /// <summary>One sentence or snippet, or <see langword="null"/>.</summary>
    public static string? For(
        WeightDifferences differences,
        IReadOnlyList<ExpectedTensor> expected,
        IReadOnlyList<SafetensorsTensor> found,
        Classifier? classifier
    )
    {
        bool Any(string part) => found.Any(tensor => tensor.Name.Contains(part, StringComparison.Ordinal));

        if (Any("embedder.embedder.convolution.") || Any("encoder.stages."))
        {
            return Transformers(differences.File);
        }

        if (Any("stem.conv.") || Any("stages.0.blocks."))
        {
            return "The names are those of another family of timm (ResNetV2, RegNet or the like); "
                + "ResNets with torchvision's names are supported.";
        }

        if (Any("conv1_conv"))
        {
            return "The names are those of Keras; torchvision's names and layout are expected.";
        }

        if (Any("res2.0.") || Any("res2_0"))
        {
            return "The names are those of Detectron; torchvision's are expected: conv1, layer1.0.conv1, and so on.";
        }

        if (Any("conv1.0.weight") && differences.Missing.Any(tensor => tensor.Name == "conv1.weight"))
        {
            return "The file has a stem of several convolutions (conv1.0, ResNet-C or -D), which no Stem declares.";
        }

        return classifier is not null
            ? OtherClassifier(classifier, differences)
            : ForeignPrefix(differences, expected.Count);
    }

    private static string Transformers(string file) =>
        "The names are those of Hugging Face transformers; torchvision's are expected, which timm also uses. "
        + "Take the checkpoint of the same network from timm or torchvision, or rename the tensors:\n"
        + $$"""
            import re; from safetensors.torch import load_file, save_file
            def name(k):
                k = k.removeprefix("resnet.").replace("classifier.1.", "fc.")
                k = k.replace("embedder.embedder.convolution", "conv1").replace("embedder.embedder.normalization", "bn1")
                k = k.replace("shortcut.convolution", "downsample.0").replace("shortcut.normalization", "downsample.1")
                k = re.sub(r"encoder\.stages\.(\d+)\.layers\.", lambda m: f"layer{int(m[1]) + 1}.", k)
                k = re.sub(r"layer\.(\d)\.convolution", lambda m: f"conv{int(m[1]) + 1}", k)
                return re.sub(r"layer\.(\d)\.normalization", lambda m: f"bn{int(m[1]) + 1}", k)
            save_file({name(k): v for k, v in load_file({{Load(file)}}).items()}, {{Renamed}})
            """.ReplaceLineEndings("\n");

    private static string? OtherClassifier(Classifier classifier, WeightDifferences differences)
    {
        if (classifier.Names.Count > 1)
        {
            string names = string.Join(", ", classifier.Names.Take(Classifier.MostLayers).Select(Quoted.Text));
            return $"The file has a classifier of several linear layers ({names}), where the network has one (\"{Classifier.Expected}\"): "
                + "no declaration gives that. Take a file whose classifier is one layer.";
        }

        (string? old, string? @new) = (
            differences.Prefix + classifier.Names[0] + ".",
            differences.Prefix + Classifier.Expected + "."
        );
        if (old.Length > Quoted.Longest)
        {
            return null;
        }

        (string? python, string? file) = (Quoted.Python(old), Load(differences.File));
        return $"The classifier is {Quoted.Text(classifier.Names[0])} in the file and \"{Classifier.Expected}\" in the network. "
            + "Rename it:\n"
            + "from safetensors.torch import load_file, save_file\n"
            + $"save_file({{{Quoted.Python(@new)} + k.removeprefix({python}) if k.startswith({python}) else k: v "
            + $"for k, v in load_file({file}).items()}}, {Renamed})";
    }

    /// <summary>
    /// The names are right but for something before them that is no wrapper of PyTorch's, or that only some have.
    /// </summary>
    private static string? ForeignPrefix(WeightDifferences differences, int expected)
    {
        HashSet<string> missing = differences.Missing.Select(tensor => tensor.Name).ToHashSet();
        if (differences.Prefix.Length > 0 && differences.Unexpected.Any(tensor => missing.Contains(tensor.Name)))
        {
            return Mixed(differences.Prefix);
        }

        // Sorted, so that a file always gets the same message.
        List<string> prefixes = CountPrefixes(differences.Unexpected, missing)
            .Where(pair => pair.Value * 2 >= missing.Count && pair.Key.Length <= Quoted.Longest)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)
            .ToList();
        if (prefixes.Count == 0)
        {
            return null;
        }

        if (missing.Count < expected)
        {
            return Mixed(prefixes[0]);
        }

        return prefixes.Count == 1
            ? $"The names have {Quoted.Text(prefixes[0])} before them. Take it off:\n{TakeOff(prefixes[0], differences.File)}"
            : Several(prefixes, differences.File);
    }

    private static Dictionary<string, int> CountPrefixes(
        IReadOnlyList<SafetensorsTensor> tensors,
        HashSet<string> missing
    )
    {
        int longest = missing.Count == 0 ? 0 : missing.Max(name => name.Length);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> missingSpans = missing.GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        Dictionary<string, int> counts = new();
        foreach (string? name in tensors.Select(tensor => tensor.Name))
        {
            // What is longer than every missing name is none of them.
            int dot = name.LastIndexOf('.');
            for (; dot >= 0 && name.Length - dot - 1 <= longest; dot = dot == 0 ? -1 : name.LastIndexOf('.', dot - 1))
            {
                if (missingSpans.Contains(name.AsSpan(dot + 1)))
                {
                    counts[name[..(dot + 1)]] = counts.GetValueOrDefault(name[..(dot + 1)]) + 1;
                }
            }
        }

        return counts;
    }

    private static string Several(List<string> prefixes, string file)
    {
        // MoCo and its like (He et al. 2020) train the query encoder; the key encoder is its moving average.
        string? query = prefixes.Find(prefix => prefix.EndsWith("encoder_q.", StringComparison.Ordinal));
        string? key = query?.Replace("encoder_q.", "encoder_k.");
        if (query is not null && prefixes.Contains(key!))
        {
            return $"The file has two networks: {Quoted.Text(query)} stands before the names of the query encoder, "
                + $"{Quoted.Text(key!)} before those of the key encoder. "
                + $"Take the query encoder, which is the one that is trained:\n{TakeOff(query, file)}";
        }

        string more = prefixes.Count > 2 ? $" and {prefixes.Count - 2} more" : "";
        return $"The file has several networks: {Quoted.Text(prefixes[0])}, {Quoted.Text(prefixes[1])}{more} stand before their names. "
            + $"Take one of them, for example:\n{TakeOff(prefixes[0], file)}";
    }

    private static string TakeOff(string prefix, string file)
    {
        string python = Quoted.Python(prefix);
        return "from safetensors.torch import load_file, save_file\n"
            + $"save_file({{k.removeprefix({python}): v for k, v in load_file({Load(file)}).items() "
            + $"if k.startswith({python})}}, {Renamed})";
    }

    private static string Mixed(string prefix) =>
        $"Some names have {Quoted.Text(prefix)} before them and some have not: all must be alike.";

    private static string Load(string file) => Quoted.Python(Path.GetFileName(file));
}
