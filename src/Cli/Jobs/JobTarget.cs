using ResNetGen.Cli.Jobs.Formats;

namespace ResNetGen.Cli.Jobs;

/// <summary>What the options of a job say.</summary>
/// <param name="Source">Where the pictures are.</param>
/// <param name="Part">Where the results go.</param>
/// <param name="Format">How they lie there.</param>
/// <param name="Shard">The share of the pictures.</param>
/// <param name="Resume">Whether what was begun goes on.</param>
/// <param name="Force">Whether what is there is replaced.</param>
internal sealed record JobTarget(
    PictureSource Source,
    PartFiles Part,
    PartFormat Format,
    Shard Shard,
    bool Resume,
    bool Force
)
{
    /// <summary>All files that the part will have.</summary>
    public IReadOnlyList<string> Files =>
        [Part.Rows, Part.Failed, Part.Description, .. Format.Companions.Select(Part.Beside)];
}
