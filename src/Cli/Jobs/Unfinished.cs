using System.Globalization;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// The directory of a part that is not finished: what the job is, the paths of its pictures in their order, and the journal
/// of those that are done. One process at a time has it.
/// </summary>
internal sealed class Unfinished : IDisposable
{
    /// <summary>It is there from the beginning of work to the end.</summary>
    public const string MarkName = "begun";

    // It is written when all else is there that work begins with.
    private const string DescriptionName = "job.json";

    private readonly PartFiles _part;
    private readonly FileStream _lock;

    private Unfinished(PartFiles part, FileStream @lock)
    {
        _part = part;
        _lock = @lock;
    }

    /// <summary>Whether work was begun in it.</summary>
    public bool HasBegun => File.Exists(Mark);

    /// <summary>Whether work can go on in it.</summary>
    public bool MayGoOn => File.Exists(In(DescriptionName));

    private string Mark => In(MarkName);

    private string Paths => In("paths");

    private string JournalFile => In("journal");

    /// <summary>Takes it, and makes it if it is not there.</summary>
    /// <exception cref="CommandFailure">Another process has it.</exception>
    public static Unfinished Enter(PartFiles part)
    {
        Directory.CreateDirectory(part.Unfinished);
        FileStream taken = Lock(part);
        Unfinished entered = new(part, taken);
        try
        {
            File.WriteAllText(
                OwnerFileOf(part),
                string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId}\n")
            );

            // What a process left that was killed while it wrote the part.
            foreach (string left in Directory.EnumerateFiles(part.Unfinished, "*" + TargetFile.Unfinished))
            {
                File.Delete(left);
            }

            return entered;
        }
        catch
        {
            entered.Dispose();
            throw;
        }
    }

    /// <summary>What the job is.</summary>
    public JobDescription Read() => JobDescription.Read(In(DescriptionName));

    /// <summary>Begins work.</summary>
    /// <param name="description">What the job is, but for its pictures.</param>
    /// <param name="paths">Paths of all pictures of all shards, in no order.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What the job is.</returns>
    public JobDescription Begin(JobDescription description, IEnumerable<string> paths, CancellationToken stop)
    {
        // What was whole before is not taken for what is begun here, whenever that ends.
        File.WriteAllText(Mark, "");
        try
        {
            return BeginAnew(description, paths, stop);
        }
        catch
        {
            File.Delete(Mark);
            throw;
        }
    }

    private JobDescription BeginAnew(JobDescription description, IEnumerable<string> paths, CancellationToken stop)
    {
        Delete(In(DescriptionName), Paths, JournalFile);
        Shard shard = new(description.Shard, description.Shards);
        PathSum all = new();
        long own = 0,
            distinct = 0;
        using SortedPaths sorted = new(_part.Unfinished);
        foreach (string path in paths)
        {
            stop.ThrowIfCancellationRequested();
            all.Add(path);
            if (shard.Holds(path))
            {
                own++;
                sorted.Add(path);
            }
        }

        if (all.Count == 0)
        {
            throw CommandFailure.CannotStart(
                $"{description.Source}: no PNG, JPEG or BMP file is in this directory or below it, or no path in this list."
            );
        }

        TargetFile.Write(Paths, Replaceable.Any, stream => PathFile.Write(stream, sorted.Read().Select(Count)));
        JobDescription begun = description with
        {
            SourcePictures = all.Count,
            SourceHash = all.Hash,
            Pictures = distinct,
            Repeated = own - distinct,
        };
        TargetFile.Write(In(DescriptionName), Replaceable.Any, begun.Write);
        return begun;

        string Count(string path)
        {
            distinct++;
            return path;
        }
    }

    /// <summary>The paths of the job's pictures, in their order.</summary>
    public IEnumerable<string> Pictures() => PathFile.Read(Paths);

    /// <summary>What is done.</summary>
    public Journal OpenJournal(CancellationToken stop) => new(JournalFile, stop);

    /// <summary>Throws away what is not needed any more.</summary>
    public void Clear() => Delete(Mark, In(DescriptionName), Paths, JournalFile);

    /// <summary>Leaves it. What was begun stays.</summary>
    public void Dispose()
    {
        if (HasBegun)
        {
            _lock.Dispose();
            return;
        }

        // Without what a process left that was killed while it sorted. While it is locked, where that is possible: nobody
        // enters what is being deleted.
        if (OperatingSystem.IsWindows())
        {
            _lock.Dispose();
        }

        try
        {
            foreach (
                string file in Directory
                    .EnumerateFiles(_part.Unfinished)
                    .Where(file => file != LockOf(_part))
                    .Append(LockOf(_part))
            )
            {
                File.Delete(file);
            }

            Directory.Delete(_part.Unfinished);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // An empty directory says nothing to anybody.
        }

        _lock.Dispose();
    }

    private static string OwnerOf(PartFiles part)
    {
        try
        {
            string[] owner = File.ReadAllText(OwnerFileOf(part)).Split();
            return owner.Length > 1 ? $": {owner[1]} on {owner[0]}" : "";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // A process that leaves may delete the file between its opening and its locking here. Its length tells it from one that is
    // made after that.
    private static FileStream Lock(PartFiles part)
    {
        const int MostTries = 100;
        for (int tries = 0; ; tries++)
        {
            try
            {
                FileStream taken = new(LockOf(part), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                taken.SetLength(Random.Shared.Next(1, 1 << 20));
                FileInfo there = new(LockOf(part));
                if (there.Exists && there.Length == taken.Length)
                {
                    return taken;
                }

                taken.Dispose();
            }
            catch (DirectoryNotFoundException) when (tries < MostTries)
            {
                Directory.CreateDirectory(part.Unfinished);
            }
            catch (IOException) when (File.Exists(LockOf(part)))
            {
                throw CommandFailure.CannotWrite(
                    $"{part.Rows}: another process works on it{OwnerOf(part)}. Two tasks have the same shard or the same output: "
                        + "end one of them."
                );
            }
        }
    }

    private static string LockOf(PartFiles part) => Path.Combine(part.Unfinished, "lock");

    private static string OwnerFileOf(PartFiles part) => Path.Combine(part.Unfinished, "owner.txt");

    private static void Delete(params ReadOnlySpan<string> files)
    {
        foreach (string file in files)
        {
            File.Delete(file);
        }
    }

    private string In(string name) => Path.Combine(_part.Unfinished, name);
}
