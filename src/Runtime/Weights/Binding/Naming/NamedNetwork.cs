namespace ResNetGen.Weights;

/// <summary>Tensors of a file that are called like those of a ResNet, with one prefix.</summary>
/// <param name="Scheme">How they are called.</param>
/// <param name="Prefix">What stands before all names: <c>module.encoder_q.</c>; mostly nothing.</param>
/// <param name="Names">From torchvision's names to those of the file. Without the classifier, whose place
/// varies.</param>
internal sealed record NamedNetwork(NamingScheme Scheme, string Prefix, Dictionary<string, string> Names)
{
    /// <summary>Whether it has residual blocks; a convolution by itself may be called <c>conv1</c> anywhere.</summary>
    public bool HasBlocks => Names.Keys.Any(name => BlockName.Parse(name) is not null);

    /// <summary>Looks for networks.</summary>
    /// <returns>The largest first; of equally large ones by their prefixes.</returns>
    public static IReadOnlyList<NamedNetwork> Find(IEnumerable<string> names)
    {
        Dictionary<string, NamedNetwork>[] found =
        [
            .. NamingScheme.All.Select(_ => new Dictionary<string, NamedNetwork>()),
        ];
        foreach (string name in names)
        {
            for (int scheme = 0; scheme < found.Length; scheme++)
            {
                if (NamingScheme.All[scheme].Match(name) is var (length, canonical))
                {
                    Dictionary<string, NamedNetwork>.AlternateLookup<ReadOnlySpan<char>> byPrefix = found[scheme]
                        .GetAlternateLookup<ReadOnlySpan<char>>();
                    if (!byPrefix.TryGetValue(name.AsSpan(0, length), out NamedNetwork? network))
                    {
                        network = new(NamingScheme.All[scheme], name[..length], []);
                        found[scheme].Add(network.Prefix, network);
                    }

                    network.Names.TryAdd(canonical, name);
                }
            }
        }

        return
        [
            .. found
                .SelectMany(networks => networks.Values)
                .OrderByDescending(network => network.Names.Count)
                .ThenBy(network => network.Prefix, StringComparer.Ordinal),
        ];
    }

    /// <summary>Those behind a prefix that somebody gave, with or without its last dot.</summary>
    public static IReadOnlyList<NamedNetwork> Behind(string prefix, IReadOnlyList<NamedNetwork> networks)
    {
        string whole = prefix.Length == 0 || prefix.EndsWith('.') ? prefix : prefix + ".";
        NamedNetwork[] exact = [.. networks.Where(network => network.Prefix == whole)];
        return exact.Length > 0
            ? exact
            : [.. networks.Where(network => network.Prefix.StartsWith(whole, StringComparison.Ordinal))];
    }

    /// <summary>Networks as large as the first, more or less: not parts that are called like one.</summary>
    public static IReadOnlyList<NamedNetwork> Whole(IReadOnlyList<NamedNetwork> networks)
    {
        NamedNetwork[] withBlocks = [.. networks.Where(network => network.HasBlocks)];
        return [.. withBlocks.Where(network => network.Names.Count * 2 > withBlocks[0].Names.Count)];
    }
}
