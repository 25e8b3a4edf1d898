using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// Files that cannot be read, several in a row: are they gone, or is the storage? They count as failed only when the last
/// good picture, or another one, can be read. Otherwise the job stops before them, so that it can go on with them.
/// </summary>
/// <param name="source">Where pictures are.</param>
/// <param name="lastGood">The last picture that was read; <see langword="null"/> if there is none.</param>
/// <param name="all">All pictures of the job.</param>
internal sealed class UnreadableFiles(PictureSource source, string? lastGood, Func<IEnumerable<string>> all)
{
    /// <summary>As many in a row make one look.</summary>
    public const int Most = 20;

    private const int Probes = 64;

    private readonly List<PartRow> _held = [];
    private string? _lastGood = lastGood;

    /// <summary>Gives the rows that are certain, in their order.</summary>
    /// <exception cref="CommandFailure">The storage seems to be gone.</exception>
    public IReadOnlyList<PartRow> Next(PartRow row, PictureOutcome outcome)
    {
        _held.Add(row);
        if (!outcome.CannotBeRead)
        {
            _lastGood = row.Path;
            return Release();
        }

        return _held.Count < Most ? [] : End();
    }

    /// <summary>Gives the rows that are left.</summary>
    /// <exception cref="CommandFailure">The storage seems to be gone.</exception>
    public IReadOnlyList<PartRow> End()
    {
        if (_held.Count > 0 && !IsThere())
        {
            throw new CommandFailure(
                ExitCode.PicturesGone,
                $"{_held.Count} pictures in a row cannot be read, nor can others; the last one: {_held[^1].Problem} "
                    + "Is their directory there? They are not counted: --resume goes on with them."
            );
        }

        return Release();
    }

    // A few that are the whole job are just not there.
    private bool IsThere()
    {
        if (_lastGood is null && _held.Count < Most)
        {
            return Path.Exists(source.Root);
        }

        if (_lastGood is null || !CanBeRead(_lastGood))
        {
            _lastGood = Spread().FirstOrDefault(CanBeRead);
        }

        return _lastGood is not null;
    }

    // Pictures from all parts of the job, further apart the more there are.
    private List<string> Spread()
    {
        List<string> spread = [];
        long step = 1,
            index = 0;
        foreach (string path in all())
        {
            if (index++ % step == 0)
            {
                spread.Add(path);
            }

            if (spread.Count == 2 * Probes)
            {
                spread = [.. spread.Where((_, place) => place % 2 == 0)];
                step *= 2;
            }
        }

        return spread;
    }

    private bool CanBeRead(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(source.FileOf(path));
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private PartRow[] Release()
    {
        PartRow[] rows = [.. _held];
        _held.Clear();
        return rows;
    }
}
