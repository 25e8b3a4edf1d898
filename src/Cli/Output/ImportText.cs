using ResNetGen.Import;

namespace ResNetGen.Cli.Output;

/// <summary>What <c>import</c> and <c>inspect</c> say of a network.</summary>
internal static class ImportText
{
    private const int MostKinds = 8;
    private const string Counter = ".num_batches_tracked";

    public static void WriteNetwork(Terminal terminal, ImportedNetwork network, ModelInfo info)
    {
        terminal.Out.WriteLine(network.Declaration.ToString());
        terminal.Out.WriteLine(
            $"{Quantity.Count(info.Parameters)} parameters, {Quantity.Scaled(info.MultiplyAdds)} multiply-adds an image"
        );
    }

    public static void WriteNotes(Terminal terminal, IReadOnlyList<string> notes, IReadOnlyList<string> leftOut)
    {
        foreach (string note in notes)
        {
            terminal.Out.WriteLine($"Note: {Printable.Field(note)}");
        }

        if (leftOut.Count > 0)
        {
            terminal.Out.WriteLine(
                $"Left out: {Quantity.Counted(leftOut.Count, "tensor")} that are no part of the network: {Kinds(leftOut)}"
            );
        }
    }

    /// <summary>Names by what they have in common: <c>optimizer.* (120), momentum</c>.</summary>
    private static string Kinds(IReadOnlyList<string> names)
    {
        string[] kinds =
        [
            .. names
                .GroupBy(Kind)
                .Select(kind =>
                    kind.Skip(1).Any() ? $"{Printable.Field(kind.Key)} ({kind.Count()})" : Printable.Field(kind.First())
                ),
        ];
        string shown = string.Join(", ", kinds.Take(MostKinds));
        return kinds.Length > MostKinds ? $"{shown} and {kinds.Length - MostKinds} more kinds" : shown;
    }

    private static string Kind(string name) =>
        name.EndsWith(Counter, StringComparison.Ordinal) ? "*" + Counter
        : name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? name[..dot] + ".*"
        : name;
}
