using ResNetGen.Cli.Output;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// The pictures of a directory and of all directories below it, by their endings. Hidden files and directories are left
/// out, and links to directories, which may lead back.
/// </summary>
internal sealed class PicturesBelow
{
    private readonly string _root;
    private readonly List<string> _paths = [];
    private readonly List<string> _notes = [];
    private readonly SortedDictionary<string, LeftOutFiles> _leftOut = new(StringComparer.Ordinal);

    private PicturesBelow(string root) => _root = root;

    /// <summary>Paths relative to the directory, those of a directory together.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>What is left out, a sentence each.</summary>
    public IEnumerable<string> Notes =>
        _notes.Concat(_leftOut.Values.Select(files => Printable.Naming(files.Example, files.Describe())));

    /// <exception cref="CommandFailure">It is no directory, or has no pictures.</exception>
    public static PicturesBelow Find(string directory)
    {
        if (!Directory.Exists(directory))
        {
            string there = File.Exists(directory) ? "this is a file" : "there is no such directory";
            throw CommandFailure.CannotStart($"{directory}: {there}. A directory of pictures is expected.");
        }

        PicturesBelow found = Read(directory);
        return found._paths.Count > 0
            ? found
            : throw CommandFailure.CannotStart(
                string.Join(
                    '\n',
                    found.Notes.Append($"{directory}: no PNG, JPEG or BMP file is in this directory or below it.")
                )
            );
    }

    /// <summary>Those of a directory that there is, of which there may be none.</summary>
    public static PicturesBelow Read(string directory)
    {
        PicturesBelow found = new(directory);
        found._paths.AddRange(found.Walk("", ordered: true));
        return found;
    }

    /// <summary>Those of a directory in no order, however many there are: they are not kept.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="notes">Takes what is left out when all are listed.</param>
    /// <exception cref="CommandFailure">A directory cannot be listed.</exception>
    public static IEnumerable<string> Stream(string directory, Action<string> notes)
    {
        PicturesBelow found = new(directory);
        foreach (string path in found.Walk("", ordered: false))
        {
            yield return path;
        }

        if (found._notes.Count > 0)
        {
            throw CommandFailure.CannotStart(
                string.Join('\n', found._notes.Append("Its pictures would be missing: nothing was begun."))
            );
        }

        foreach (string note in found.Notes)
        {
            notes(note);
        }
    }

    private IEnumerable<string> Walk(string below, bool ordered)
    {
        List<string> deeper = [];
        string directory = Path.Combine(_root, below);
        foreach (FileSystemInfo entry in Entries(directory, ordered))
        {
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                deeper.Add(entry.Name);
            }
            else if (entry is DirectoryInfo)
            {
                // It may lead back.
            }
            else if (PictureEndings.AreRead(entry.Name))
            {
                yield return Path.Combine(below, entry.Name);
            }
            else if (PictureEndings.OtherFormat(entry.Name) is { } format)
            {
                LeftOutFiles soFar =
                    _leftOut.GetValueOrDefault(format)
                    ?? new LeftOutFiles(format, 0, Path.Combine(directory, entry.Name));
                _leftOut[format] = soFar with { Files = soFar.Files + 1 };
            }
        }

        foreach (string path in deeper.SelectMany(name => Walk(Path.Combine(below, name), ordered)))
        {
            yield return path;
        }
    }

    private IEnumerable<FileSystemInfo> Entries(string directory, bool ordered)
    {
        IEnumerable<FileSystemInfo> entries = Listed(directory).Where(entry => !entry.Name.StartsWith('.'));
        return ordered ? entries.OrderBy(entry => entry.Name, StringComparer.Ordinal) : entries;
    }

    // What cannot be listed is noted.
    private IEnumerable<FileSystemInfo> Listed(string directory)
    {
        IEnumerator<FileSystemInfo>? entries = null;
        try
        {
            while (MoveNext())
            {
                yield return entries!.Current;
            }
        }
        finally
        {
            entries?.Dispose();
        }

        bool MoveNext()
        {
            try
            {
                entries ??= new DirectoryInfo(directory).EnumerateFileSystemInfos().GetEnumerator();
                return entries.MoveNext();
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                string advice = UndecodableName.Is(directory) ? $" {UndecodableName.Advice}" : "";
                _notes.Add(
                    Printable.Naming(
                        directory,
                        $"{directory}: the directory cannot be listed. {unreadable.Message}{advice}"
                    )
                );
                return false;
            }
        }
    }
}
