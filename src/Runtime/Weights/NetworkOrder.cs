namespace ResNetGen.Weights;

/// <summary>Sorts names as data flows through a network: stem, stages, blocks, classifier; what belongs to none comes last.</summary>
internal sealed class NetworkOrder : IComparer<string>
{
    private static readonly string[] Members = ["conv1", "bn1", "conv2", "bn2", "conv3", "bn3", "downsample"];
    private static readonly string[] Parameters = ["weight", "bias", "running_mean", "running_var"];

    public static NetworkOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var order = Key(x!).CompareTo(Key(y!));
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Part, int Stage, int Block, int Member, int Index, int Parameter) Key(string name)
    {
        var (part, stage, block, member) = BlockName.Parse(name) is { } parsed
            ? (1, parsed.Stage, parsed.Block, parsed.Member)
            : (Part(name), 0, 0, name);

        var dot = member.LastIndexOf('.');
        var owner = dot < 0 ? member : member[..dot];
        return (part, stage, block, Rank(Members, owner.Split('.')[0]), owner.EndsWith(".1", StringComparison.Ordinal) ? 1 : 0,
            Rank(Parameters, member[(dot + 1)..]));
    }

    private static int Part(string name) => name.Split('.')[0] switch
    {
        "conv1" or "bn1" => 0,
        "fc" => 2,
        _ => 3,
    };

    private static int Rank(string[] order, string item) => Array.IndexOf(order, item) is >= 0 and var index ? index : order.Length;
}
