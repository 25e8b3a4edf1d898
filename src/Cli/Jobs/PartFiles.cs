namespace ResNetGen.Cli.Jobs;

/// <summary>The names of the files of a part: all begin as that of its rows.</summary>
/// <param name="Rows">The file of the rows, which <c>--output</c> names.</param>
internal sealed record PartFiles(string Rows)
{
    /// <summary>The pictures that cannot be used, as JSON Lines.</summary>
    public string Failed => Beside(".failed.jsonl");

    /// <summary>What the part is: <see cref="JobDescription"/>.</summary>
    public string Description => Beside(".job.json");

    /// <summary>The directory of work that is not finished.</summary>
    public string Unfinished => Rows + ".unfinished";

    /// <summary>Whether all of it is there.</summary>
    public bool AreComplete => File.Exists(Rows) && File.Exists(Description) && !IsUnfinished;

    /// <summary>Whether work was begun that is not finished.</summary>
    public bool IsUnfinished => File.Exists(Path.Combine(Unfinished, Jobs.Unfinished.DescriptionName));

    /// <summary>Another file of it.</summary>
    public string Beside(string ending) => Path.ChangeExtension(Rows, null) + ending;

    /// <summary>The parts of shards in a directory, whole or not, with rows in one format.</summary>
    public static IEnumerable<PartFiles> In(string directory, string extension) =>
        Directory
            .EnumerateFiles(directory, "*" + extension)
            .Concat(
                Directory
                    .EnumerateDirectories(directory, $"*{extension}.unfinished")
                    .Select(path => Path.ChangeExtension(path, null))
            )
            .Where(path => Shard.IsName().IsMatch(path))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(path => new PartFiles(path));
}
