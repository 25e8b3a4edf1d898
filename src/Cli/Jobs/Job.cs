using System.Diagnostics;
using System.Globalization;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// Takes the pictures of a shard through a network into a part, in bounded memory. What is done is kept at each moment; the
/// part appears when it is whole.
/// </summary>
/// <param name="terminal">Where messages go.</param>
/// <param name="target">What is read and written.</param>
/// <param name="toRow">From what the network gives to the classes and values of a row.</param>
internal sealed class Job(Terminal terminal, JobTarget target, Func<float[], (int[] Classes, float[] Values)> toRow)
{
    private static readonly TimeSpan BetweenFlushes = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenDiskFlushes = TimeSpan.FromSeconds(10);

    private const int ReadersPerWorker = 2;

    // Each failed picture is in its file; messages are the first of them.
    private const int MostMessages = 10;

    private int _messages;

    /// <summary>Does what is left of the job.</summary>
    /// <param name="expected">What the job is, but for the weights and the pictures.</param>
    /// <param name="load">Loads the network.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The exit code.</returns>
    public int Run(JobDescription expected, Func<JobNetwork> load, CancellationToken stop)
    {
        // What would be refused is refused before weights are loaded.
        CheckFiles(target.Part.IsUnfinished);
        if (IsComplete(expected))
        {
            return ExitCode.Success;
        }

        using JobNetwork network = load();
        using Unfinished unfinished = Unfinished.Enter(target.Part);
        CheckFiles(unfinished.HasBegun);
        return IsComplete(expected)
            ? ExitCode.Success
            : Run(unfinished, expected with { Fingerprint = network.Fingerprint() }, network, stop);
    }

    private int Run(Unfinished unfinished, JobDescription expected, JobNetwork network, CancellationToken stop)
    {
        JobDescription job =
            target.Resume && unfinished.HasBegun
                ? Same(unfinished.Read(), expected)
                : unfinished.Begin(expected, target.Source.Paths(terminal.Report), stop);
        double rate;
        using (Journal journal = unfinished.OpenJournal(stop))
        {
            long before = journal.Rows + journal.Failed;
            try
            {
                rate = JobProgress.Run(
                    terminal,
                    job.Pictures,
                    before,
                    progress => Work(unfinished.Pictures().Skip((int)before), network, journal, progress, stop)
                );

                // Its memory is that of the rows now.
                network.Dispose();
                job = job with { Rows = journal.Rows, Failed = journal.Failed };
                Write(job, journal);
            }
            catch (OperationCanceledException)
            {
                journal.Flush(toDisk: true);
                terminal.Report(
                    $"{target.Part.Rows}: ended after {Done(journal)} of {Quantity.Count(job.Pictures)} pictures. --resume goes on."
                );
                throw;
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                throw CommandFailure.CannotWrite(
                    $"The results cannot be written: {unwritable.Message} What is done is kept in {target.Part.Unfinished}: "
                        + "mend that, and go on with --resume."
                );
            }
        }

        unfinished.Clear();
        terminal.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Part.Rows}: {Quantity.Count(job.Rows!.Value)} rows{FailedText(job)}; {rate:F1} images/s"
            )
        );
        // A shard of few pictures may have no good one.
        return job is { Shards: 1, Rows: 0, Failed: > 0 } ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private void Work(
        IEnumerable<string> pictures,
        JobNetwork network,
        Journal journal,
        JobProgress progress,
        CancellationToken stop
    )
    {
        PictureWorker[] workers =
        [
            .. network.Functions.Select(function => new PictureWorker(network.Preprocessing, function, network.Length)),
        ];
        UnreadableFiles unreadable = new(target.Source, journal.LastGood);
        long flushed = Stopwatch.GetTimestamp(),
            onDisk = flushed;

        // Files come from far: while workers compute, others wait for those that are next.
        IEnumerable<(string Path, PictureContent Content)> files = OrderedWork.Run(
            new object[workers.Length * ReadersPerWorker],
            pictures,
            (_, path) => (path, PictureContent.Read(target.Source.FileOf(path), stop)),
            stop
        );
        foreach (
            (string path, PictureOutcome outcome) in OrderedWork.Run(
                workers,
                files,
                (worker, file) => (file.Path, worker.Process(file.Content, stop)),
                stop
            )
        )
        {
            Add(unreadable.Next(Row(path, outcome), outcome), journal);
            progress.Advance();
            if (Stopwatch.GetElapsedTime(flushed) > BetweenFlushes)
            {
                flushed = Stopwatch.GetTimestamp();
                bool toDisk = Stopwatch.GetElapsedTime(onDisk) > BetweenDiskFlushes;
                journal.Flush(toDisk);
                onDisk = toDisk ? flushed : onDisk;
            }
        }

        Add(unreadable.End(), journal);
        journal.Flush(toDisk: true);
    }

    private PartRow Row(string path, PictureOutcome outcome)
    {
        if (outcome.Problem is not null)
        {
            return new PartRow(path, outcome.ContentHash, [], [], outcome.Problem);
        }

        (int[] classes, float[] values) = toRow(outcome.Values);
        return new PartRow(path, outcome.ContentHash, values, classes);
    }

    private void Add(IReadOnlyList<PartRow> rows, Journal journal)
    {
        foreach (PartRow row in rows)
        {
            journal.Add(row);
            if (row.Problem is not null && _messages < MostMessages)
            {
                _messages++;
                terminal.Report(Printable.Naming(target.Source.FileOf(row.Path), row.Problem));
                if (_messages == MostMessages)
                {
                    terminal.Report($"Further pictures that cannot be used are in {target.Part.Failed} alone.");
                }
            }
        }
    }

    private void Write(JobDescription job, Journal journal) =>
        PartWriter.Write(
            target.Part,
            target.Format,
            job,
            () => journal.Read().Where(row => row.Problem is null),
            () =>
                journal
                    .Read()
                    .Where(row => row.Problem is not null)
                    .Select(row => new FailedPicture(row.Path, row.Problem!))
        );

    private void CheckFiles(bool hasBegun)
    {
        if (hasBegun)
        {
            if (!target.Resume && !target.Force)
            {
                throw CommandFailure.CannotWrite(
                    $"{target.Part.Rows}: this was begun and is not finished. --resume goes on with it, --force begins anew."
                );
            }
        }
        else if (!(target.Resume && target.Part.AreComplete))
        {
            NewFile.RequireForce(target.Force, [.. target.Files]);
        }

        foreach (string file in target.Files)
        {
            TargetFile.Check(file, Replaceable.Any);
        }
    }

    private bool IsComplete(JobDescription expected)
    {
        if (!target.Resume || !target.Part.AreComplete)
        {
            return false;
        }

        JobDescription there = Same(JobDescription.Read(target.Part.Description), expected);
        terminal.Out.WriteLine(
            $"{target.Part.Rows}: complete already, {Quantity.Count(there.Rows ?? 0)} rows{FailedText(there)}"
        );
        return true;
    }

    // What was begun may only go on as what it was.
    private JobDescription Same(JobDescription begun, JobDescription expected)
    {
        string? difference =
            expected.Difference(begun)
            ?? (begun.Source == expected.Source ? null : $"the source differs: {expected.Source}, and {begun.Source}");
        return difference is null
            ? begun
            : throw CommandFailure.CannotStart(
                $"{target.Part.Rows}: another job than this one has begun it: {difference}. "
                    + "Name the same, or another output; --force in the place of --resume begins anew."
            );
    }

    private string FailedText(JobDescription job) =>
        job.Failed > 0 ? $"; {Quantity.Count(job.Failed.Value)} pictures cannot be used, see {target.Part.Failed}" : "";

    private static string Done(Journal journal) => Quantity.Count(journal.Rows + journal.Failed);
}
