namespace ResNetGen.Weights;

/// <summary>Which network of a file is meant, where it has several.</summary>
internal static class NetworkChoice
{
    // He et al. 2020 (MoCo), and MoCo v3; Grill et al. 2020 (BYOL); Caron et al. 2021 (DINO), whose evaluation takes
    // the teacher.
    private static readonly (string Right, string Other, string Kind, string OtherKind, string Why)[] Twins =
    [
        ("encoder_q.", "encoder_k.", "query encoder", "key encoder", "which is the one that is trained"),
        ("base_encoder.", "momentum_encoder.", "base encoder", "momentum encoder", "which is the one that is trained"),
        ("online_encoder.", "target_encoder.", "online encoder", "target encoder", "which is the one that is trained"),
        ("teacher.", "student.", "teacher", "student", "which the evaluation of DINO takes"),
    ];

    /// <summary>The network behind a prefix that somebody gave.</summary>
    /// <exception cref="WeightFileException">There is none, or more than one.</exception>
    public static NamedNetwork Behind(string file, string prefix, IReadOnlyList<NamedNetwork> networks)
    {
        IReadOnlyList<NamedNetwork> behind = NamedNetwork.Whole(NamedNetwork.Behind(prefix, networks));
        return behind switch
        {
            [NamedNetwork only] => only,
            [] => throw new WeightFileException(
                file,
                $"no network's names begin with {Quoted.Text(prefix)}",
                networks.Count == 0 ? null : $"There are: {List(Candidates(networks))}."
            ),
            _ => throw new WeightFileException(
                file,
                $"the names of several networks begin with {Quoted.Text(prefix)}",
                $"Give a longer prefix. There are: {List(behind)}."
            ),
        };
    }

    /// <summary>What to do about a file with several networks.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="networks">Two or more.</param>
    /// <param name="options">The type with a prefix that a program gives.</param>
    public static string Advise(string file, IReadOnlyList<NamedNetwork> networks, string options)
    {
        foreach ((string right, string other, string kind, string otherKind, string why) in Twins)
        {
            NamedNetwork? first = networks.FirstOrDefault(network => Has(network.Prefix, right));
            if (
                first is not null
                && networks.FirstOrDefault(network => network.Prefix == Swap(first.Prefix, right, other)) is { } second
            )
            {
                return $"The file has two networks: {Quoted.Text(first.Prefix)} stands before the names of the {kind}, "
                    + $"{Quoted.Text(second.Prefix)} before those of the {otherKind}. Take the {kind}, {why}: "
                    + HowToTake(file, first.Prefix, options);
            }
        }

        return $"The file has several networks: {List(networks)} stand before their names. Take one of them, for "
            + $"example: {HowToTake(file, networks[0].Prefix, options)}";

        static bool Has(string prefix, string part) => $".{prefix}".Contains($".{part}", StringComparison.Ordinal);

        static string Swap(string prefix, string part, string by) =>
            $".{prefix}".Replace($".{part}", $".{by}", StringComparison.Ordinal)[1..];
    }

    private static IReadOnlyList<NamedNetwork> Candidates(IReadOnlyList<NamedNetwork> networks) =>
        NamedNetwork.Whole(networks) is { Count: > 0 } whole ? whole : networks;

    private static string List(IReadOnlyList<NamedNetwork> networks)
    {
        const int Shown = 4;
        string more = networks.Count > Shown ? $" and {networks.Count - Shown} more" : "";
        return string.Join(", ", networks.Take(Shown).Select(network => Quoted.Text(network.Prefix))) + more;
    }

    private static string HowToTake(string file, string prefix, string options) =>
        $"{ImportCommand.For(file, prefix)}. In a program: new {options} {{ Prefix = {Quoted.Python(prefix)} }}.";
}
