namespace ResNetGen.Weights;

/// <summary>
/// Sorts names as data flows through a network: stem, stages, blocks, classifier; what belongs to none comes last.
/// </summary>
internal static class NetworkOrder
{
    private static readonly string[] Members = ["conv1", "bn1", "conv2", "bn2", "conv3", "bn3", "downsample"];
    private static readonly string[] Parameters = ["weight", "bias", "running_mean", "running_var"];

    /// <summary>The items by their names, each of which is taken apart once.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string> name) =>
        items
            .Select(item => (Item: item, Name: name(item)))
            .OrderBy(pair => Key(pair.Name))
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Item);

    private static (int Part, int Stage, int Block, int Member, int Index, int Parameter) Key(string name)
    {
        (int part, int stage, int block, string? member) = BlockName.Parse(name) is { } parsed
            ? (1, parsed.Stage, parsed.Block, parsed.Member)
            : (Part(name), 0, 0, name);

        int dot = member.LastIndexOf('.');
        ReadOnlySpan<char> owner = member.AsSpan(0, Math.Max(dot, 0));
        return (
            part,
            stage,
            block,
            Rank(Members, First(dot < 0 ? member : owner)),
            owner.EndsWith(".1") ? 1 : 0,
            Rank(Parameters, member.AsSpan(dot + 1))
        );
    }

    private static int Part(string name) =>
        First(name) switch
        {
            "conv1" or "bn1" => 0,
            "fc" => 2,
            _ => 3,
        };

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> name) =>
        name.IndexOf('.') is >= 0 and var dot ? name[..dot] : name;

    private static int Rank(string[] order, ReadOnlySpan<char> item)
    {
        for (int index = 0; index < order.Length; index++)
        {
            if (item.SequenceEqual(order[index]))
            {
                return index;
            }
        }

        return order.Length;
    }
}
