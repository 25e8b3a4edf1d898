using System.Text.Json;
using ResNetGen.Cli.Jobs.Formats;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Jobs;

/// <summary>The parts of all shards of a job.</summary>
internal sealed class PartSet
{
    private const int MostNamed = 10;

    private readonly PartFormat _format;
    private readonly IReadOnlyList<(PartFiles Files, JobDescription Job)> _parts;

    private PartSet(PartFormat format, IReadOnlyList<(PartFiles Files, JobDescription Job)> parts)
    {
        _format = format;
        _parts = parts;
        Merged = parts[0].Job with
        {
            Shard = 0,
            Shards = 1,
            Pictures = parts.Sum(part => part.Job.Pictures),
            Repeated = parts.Sum(part => part.Job.Repeated),
            Rows = parts.Sum(part => part.Job.Rows),
            Failed = parts.Sum(part => part.Job.Failed),
        };
    }

    /// <summary>What they are together.</summary>
    public JobDescription Merged { get; }

    /// <summary>Sees that they are all of one job.</summary>
    /// <exception cref="CommandFailure">They are not; the message says what to do.</exception>
    public static PartSet Check(IReadOnlyList<PartFiles> parts, PartFormat format)
    {
        foreach (PartFiles part in parts)
        {
            CheckWhole(part);
        }

        (PartFiles Files, JobDescription Job)[] all =
        [
            .. parts.Select(part => (part, JobDescription.Read(part.Description))).OrderBy(part => part.Item2.Shard),
        ];
        (PartFiles first, JobDescription job) = all[0];
        foreach ((PartFiles other, JobDescription otherJob) in all)
        {
            if (job.Difference(otherJob) is { } difference)
            {
                throw CommandFailure.CannotStart(
                    $"{first.Rows} and {other.Rows} are not of one job: {difference}. Name the parts of one."
                );
            }
        }

        if (all.FirstOrDefault(part => part.Job.Rows is null).Files is { } begun)
        {
            throw CommandFailure.CannotStart($"{begun.Description}: this is not of a whole part. Make the part again.");
        }

        foreach ((PartFiles part, JobDescription partJob) in all)
        {
            if (part.Damaged(partJob, content: true) is { } damaged)
            {
                throw CommandFailure.CannotStart(
                    $"{damaged}: this is not what the task has written: its bytes are others. "
                        + "Copy it again, or make the part again with --force."
                );
            }
        }

        CheckShards(all, job.Shards);
        foreach ((PartFiles other, JobDescription otherJob) in all)
        {
            if ((otherJob.SourcePictures, otherJob.SourceHash) != (job.SourcePictures, job.SourceHash))
            {
                throw CommandFailure.CannotStart(
                    $"{first.Rows} and {other.Rows} have not seen the same pictures: {Quantity.Count(job.SourcePictures)}, and "
                        + $"{Quantity.Count(otherJob.SourcePictures)}. Pictures came or went between them: make those parts anew "
                        + "with --force that saw the older state, or all of them from a list of paths, which stays as it is."
                );
            }
        }

        return new PartSet(format, all);
    }

    /// <summary>All rows, in the order of their paths.</summary>
    /// <exception cref="CommandFailure">A part is damaged, or has rows that are not its own.</exception>
    public IEnumerable<PartRow> Rows(CancellationToken stop) =>
        Merge(part => RowsOf(part.Files, part.Job), row => row.Path, stop);

    /// <summary>All pictures that cannot be used, in the order of their paths.</summary>
    /// <exception cref="CommandFailure">A part is damaged, or has pictures that are not its own.</exception>
    public IEnumerable<FailedPicture> Failed(CancellationToken stop) =>
        Merge(part => FailedOf(part.Files, part.Job), picture => picture.Path, stop);

    private static void CheckWhole(PartFiles part)
    {
        if (part.IsUnfinished)
        {
            throw CommandFailure.CannotStart(
                $"{part.Rows}: this part is not finished. Run its task again with --resume first."
            );
        }

        foreach (string file in part.All)
        {
            if (!File.Exists(file))
            {
                throw CommandFailure.CannotStart(
                    $"{file}: there is no such file, and it belongs to the part {part.Rows}. Bring it there, or make the part again."
                );
            }
        }
    }

    private static void CheckShards((PartFiles Files, JobDescription Job)[] parts, int shards)
    {
        foreach (IGrouping<int, (PartFiles Files, JobDescription Job)> same in parts.GroupBy(part => part.Job.Shard))
        {
            if (same.Skip(1).FirstOrDefault().Files is { } second)
            {
                throw CommandFailure.CannotStart(
                    $"{same.First().Files.Rows} and {second.Rows} are both shard {same.Key} of {shards}. Name one of them."
                );
            }
        }

        int[] missing = [.. Enumerable.Range(0, shards).Except(parts.Select(part => part.Job.Shard))];
        if (missing.Length > 0)
        {
            string more = missing.Length > MostNamed ? $" and {missing.Length - MostNamed} more" : "";
            throw CommandFailure.CannotStart(
                $"Of {shards} shards {missing.Length} {(missing.Length == 1 ? "is" : "are")} missing: "
                    + $"{string.Join(", ", missing.Take(MostNamed))}{more}. Name their parts too, or run them: --shard {missing[0]}/{shards}."
            );
        }
    }

    private IEnumerable<T> Merge<T>(
        Func<(PartFiles Files, JobDescription Job), IEnumerable<T>> items,
        Func<T, string> pathOf,
        CancellationToken stop
    )
    {
        foreach (T item in OrderedMerge.Of([.. _parts.Select(items)], pathOf))
        {
            stop.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private IEnumerable<PartRow> RowsOf(PartFiles part, JobDescription job) =>
        Checked(part.Rows, job, job.Rows, _format.Read(part, job), row => row.Path);

    private static IEnumerable<FailedPicture> FailedOf(PartFiles part, JobDescription job) =>
        Checked(part.Failed, job, job.Failed, ReadFailed(part.Failed), picture => picture.Path);

    private static IEnumerable<FailedPicture> ReadFailed(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            yield return JsonSerializer.Deserialize(line, JobJson.Default.FailedPicture) is { Path: not null } picture
                ? picture
                : throw new InvalidDataException("a line is no failed picture");
        }
    }

    // The paths of a part are in order, each once, and of its shard: so none is twice in all parts.
    private static IEnumerable<T> Checked<T>(
        string file,
        JobDescription job,
        long? expected,
        IEnumerable<T> items,
        Func<T, string> pathOf
    )
    {
        Shard shard = new(job.Shard, job.Shards);
        using IEnumerator<T> enumerator = items.GetEnumerator();
        string? last = null;
        long count = 0;
        while (MoveNext())
        {
            string path = pathOf(enumerator.Current);
            if (string.CompareOrdinal(path, last) <= 0 || !shard.Holds(path))
            {
                throw Damaged($"{path} does not belong where it is");
            }

            last = path;
            count++;
            yield return enumerator.Current;
        }

        if (count != expected)
        {
            throw Damaged($"it has {count} pictures, and {expected} are expected");
        }

        bool MoveNext()
        {
            try
            {
                return enumerator.MoveNext();
            }
            catch (Exception damaged)
                when (damaged is InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
            {
                throw Damaged(damaged.Message);
            }
        }

        CommandFailure Damaged(string why) =>
            CommandFailure.CannotStart(
                $"{file}: this is not what the task has written: {why}. Copy it again, or make the part again with --force."
            );
    }
}
