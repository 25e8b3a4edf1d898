using ResNetGen.Weights;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// From arguments to files: a directory means its pictures, a pattern means the files it matches, all else is a file.
/// </summary>
internal sealed class PictureFiles
{
    private readonly List<PictureFile> _files = [];
    private readonly SortedDictionary<string, LeftOutFiles> _leftOut = new(StringComparer.Ordinal);

    private PictureFiles() { }

    /// <summary>The pictures, and what is wrong with arguments that lead to none.</summary>
    public IReadOnlyList<PictureFile> Files => _files;

    /// <summary>
    /// Pictures of directories that are not read. Nobody expects a result of other files there, or of hidden ones:
    /// nothing is said of them.
    /// </summary>
    public IReadOnlyCollection<LeftOutFiles> LeftOut => _leftOut.Values;

    public static PictureFiles Find(IEnumerable<string> arguments)
    {
        PictureFiles found = new();
        foreach (string argument in arguments)
        {
            found.Add(argument);
        }

        return found;
    }

    /// <summary>Files that were found already.</summary>
    public static PictureFiles Of(IEnumerable<string> paths)
    {
        PictureFiles files = new();
        files._files.AddRange(paths.Select(path => new PictureFile(path)));
        return files;
    }

    private void Add(string argument)
    {
        if (string.IsNullOrWhiteSpace(argument))
        {
            _files.Add(new PictureFile(argument, "An empty argument names no picture."));
            return;
        }

        try
        {
            // Shells of Windows leave patterns to the program.
            string pattern = Path.GetFileName(argument);
            if (Directory.Exists(argument))
            {
                AddDirectory(argument);
            }
            else if (pattern.AsSpan().ContainsAny('*', '?') && !File.Exists(argument))
            {
                AddMatches(argument, Path.GetDirectoryName(argument) ?? "", pattern);
            }
            else
            {
                _files.Add(new PictureFile(argument));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            string advice = UndecodableName.Is(argument) ? $" {UndecodableName.Advice}" : "";
            _files.Add(new PictureFile(argument, $"{argument}: {unreadable.Message}{advice}"));
        }
    }

    private void AddDirectory(string directory)
    {
        string[] names = Names(directory, "*");
        string[] pictures = [.. names.Where(name => !name.StartsWith('.') && PictureEndings.AreRead(name))];
        foreach (string name in names)
        {
            if (!name.StartsWith('.') && PictureEndings.OtherFormat(name) is { } format)
            {
                AddLeftOut(format, 1, Path.Combine(directory, name));
            }
        }

        string[] below =
        [
            .. new DirectoryInfo(directory)
                .EnumerateDirectories()
                .Select(entry => entry.Name)
                .Where(name => !name.StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];
        if (below.Length > 0 && pictures.Length > 0)
        {
            AddLeftOut(LeftOutFiles.Directory, below.Length, Path.Combine(directory, below[0]));
        }

        _files.AddRange(pictures.Select(name => new PictureFile(Path.Combine(directory, name))));
        if (pictures.Length == 0)
        {
            string deeper = below.Length == 0 ? "" : $" Directories below it are not searched: {below.Length}.";
            _files.Add(
                new PictureFile(directory, $"{directory}: no PNG, JPEG or BMP file is in this directory.{deeper}")
            );
        }
    }

    private void AddLeftOut(string format, int count, string example)
    {
        LeftOutFiles soFar = _leftOut.GetValueOrDefault(format) ?? new LeftOutFiles(format, 0, example);
        _leftOut[format] = soFar with { Files = soFar.Files + count };
    }

    private void AddMatches(string argument, string directory, string pattern)
    {
        string[] names = Names(directory.Length == 0 ? "." : directory, pattern);
        _files.AddRange(names.Select(name => new PictureFile(Path.Combine(directory, name))));
        if (names.Length == 0)
        {
            _files.Add(new PictureFile(argument, $"{argument}: no file matches."));
        }
    }

    // Names alone are listed, to be joined to the directory as it was typed. Pipes and devices are among them:
    // Picture.Load refuses those.
    private static string[] Names(string directory, string pattern) =>
        [
            .. new DirectoryInfo(directory)
                .EnumerateFiles(pattern)
                .Select(file => file.Name)
                .Order(StringComparer.Ordinal),
        ];
}
