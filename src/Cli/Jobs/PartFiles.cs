using ResNetGen.Cli.Jobs.Formats;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>The names of the files of a part: all begin as that of its rows.</summary>
/// <param name="Rows">The file of the rows, which <c>--output</c> names.</param>
internal sealed record PartFiles(string Rows)
{
    /// <summary>How the name of <see cref="Failed"/> ends.</summary>
    public const string FailedEnding = ".failed.jsonl";

    /// <summary>The pictures that cannot be used, as JSON Lines.</summary>
    public string Failed => Beside(FailedEnding);

    /// <summary>What the part is: <see cref="JobDescription"/>.</summary>
    public string Description => Beside(".job.json");

    /// <summary>The directory of work that is not finished.</summary>
    public string Unfinished => Beside(".unfinished");

    /// <summary>How the rows lie in their file.</summary>
    public PartFormat Format => PartFormat.Of(Rows);

    /// <summary>All files of it.</summary>
    public IReadOnlyList<string> All => [Rows, Failed, Description, .. Format.Companions.Select(Beside)];

    /// <summary>Whether all of it is there.</summary>
    public bool AreComplete => All.All(File.Exists) && !IsUnfinished;

    /// <summary>What tells the files of a part apart.</summary>
    public string EndingOf(string file) => file[Beside("").Length..];

    /// <summary>The first file that has not what the part's description says; <see langword="null"/> if all have.</summary>
    /// <param name="job">The description.</param>
    /// <param name="content">Whether the content counts too, and not the length alone.</param>
    public string? Damaged(JobDescription job, bool content) =>
        All.FirstOrDefault(file =>
            file != Description
            && (
                SpecialFile.Is(file)
                || job.Files?.GetValueOrDefault(EndingOf(file)) is not { } sum
                || new FileInfo(file).Length != sum.Bytes
                || (content && FileSum.Of(file) != sum)
            )
        );

    /// <summary>Whether work was begun that is not finished.</summary>
    public bool IsUnfinished => File.Exists(Path.Combine(Unfinished, Jobs.Unfinished.MarkName));

    /// <summary>Another file of it.</summary>
    public string Beside(string ending) => Path.ChangeExtension(Rows, null) + ending;

    /// <summary>The parts of shards in a directory, whole or not, with rows in one format.</summary>
    public static IEnumerable<PartFiles> In(string directory, string extension) =>
        Directory
            .EnumerateFiles(directory)
            .Where(path => string.Equals(Path.GetExtension(path), extension, StringComparison.OrdinalIgnoreCase))
            .Concat(
                Directory
                    .EnumerateDirectories(directory, "*.unfinished")
                    .Select(path => Path.ChangeExtension(path, extension))
            )
            .Where(path => Shard.IsName().IsMatch(path))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .Select(path => new PartFiles(path));
}
