using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// Files that cannot be read, several in a row: are they gone, or is the storage? They count as failed only when the last
/// good picture can still be read. Otherwise the job stops before them, so that it can go on with them.
/// </summary>
/// <param name="source">Where pictures are.</param>
/// <param name="lastGood">The last picture that was read; <see langword="null"/> if there is none.</param>
internal sealed class UnreadableFiles(PictureSource source, string? lastGood)
{
    /// <summary>As many in a row make one look.</summary>
    public const int Most = 20;

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
            throw CommandFailure.CannotStart(
                $"{_held.Count} pictures in a row cannot be read, the last one: {_held[^1].Problem} "
                    + (
                        _lastGood is null
                            ? "No picture could be read before them"
                            : $"{_lastGood} could, and now cannot"
                    )
                    + ": is their directory there? They are not counted: --resume goes on with them."
            );
        }

        return Release();
    }

    // A few that are the whole job are just not there.
    private bool IsThere()
    {
        if (_lastGood is null)
        {
            return _held.Count < Most && Path.Exists(source.Root);
        }

        try
        {
            using FileStream file = File.OpenRead(source.FileOf(_lastGood));
            return file.ReadByte() >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
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
