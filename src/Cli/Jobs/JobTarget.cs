namespace ResNetGen.Cli.Jobs;

/// <summary>What the options of a job say.</summary>
/// <param name="Source">Where the pictures are.</param>
/// <param name="Part">Where the results go.</param>
/// <param name="Shard">The share of the pictures.</param>
/// <param name="Resume">Whether what was begun goes on.</param>
/// <param name="Force">Whether what is there is replaced.</param>
internal sealed record JobTarget(PictureSource Source, PartFiles Part, Shard Shard, bool Resume, bool Force);
