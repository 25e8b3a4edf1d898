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
        found.Add("");
        return found;
    }

    private void Add(string below)
    {
        string directory = Path.Combine(_root, below);
        FileSystemInfo[] entries;
        try
        {
            entries =
            [
                .. new DirectoryInfo(directory)
                    .EnumerateFileSystemInfos()
                    .Where(entry => !entry.Name.StartsWith('.'))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal),
            ];
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
            return;
        }

        foreach (FileSystemInfo entry in entries.Where(entry => entry is FileInfo))
        {
            if (PictureEndings.AreRead(entry.Name))
            {
                _paths.Add(Path.Combine(below, entry.Name));
            }
            else if (PictureEndings.OtherFormat(entry.Name) is { } format)
            {
                LeftOutFiles soFar =
                    _leftOut.GetValueOrDefault(format)
                    ?? new LeftOutFiles(format, 0, Path.Combine(directory, entry.Name));
                _leftOut[format] = soFar with { Files = soFar.Files + 1 };
            }
        }

        foreach (FileSystemInfo entry in entries.Where(entry => entry is DirectoryInfo { LinkTarget: null }))
        {
            Add(Path.Combine(below, entry.Name));
        }
    }
}
