using ResNetGen.Weights;

namespace ResNetGen.Cli.Pictures;

/// <summary>From arguments to files: a directory means its pictures, a pattern means the files it matches, all else is a file.</summary>
internal static class PictureFiles
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp"];

    public static IReadOnlyList<PictureFile> Find(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand)];

    private static IReadOnlyList<PictureFile> Expand(string argument)
    {
        if (string.IsNullOrWhiteSpace(argument))
        {
            return [new PictureFile(argument, "An empty argument names no picture.")];
        }

        try
        {
            if (Directory.Exists(argument))
            {
                return InDirectory(argument, "*", IsPicture, "no PNG, JPEG or BMP file is in this directory");
            }

            // Shells of Windows leave patterns to the program.
            string pattern = Path.GetFileName(argument);
            return pattern.AsSpan().ContainsAny('*', '?') && !File.Exists(argument)
                ? InDirectory(Path.GetDirectoryName(argument) ?? "", pattern, _ => true, "no file matches")
                : [new PictureFile(argument)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [new PictureFile(argument, $"{argument}: {unreadable.Message}")];
        }
    }

    private static IReadOnlyList<PictureFile> InDirectory(string directory, string pattern, Func<string, bool> wanted, string problem)
    {
        // Names alone are listed and joined to the directory as it was typed.
        IEnumerable<string> names = new DirectoryInfo(directory.Length == 0 ? "." : directory).EnumerateFiles(pattern)
            .Where(file => wanted(file.Name) && !SpecialFile.Is(file.FullName))
            .Select(file => file.Name)
            .Order(StringComparer.Ordinal);
        PictureFile[] files = [.. names.Select(name => new PictureFile(Path.Combine(directory, name)))];
        string argument = pattern == "*" ? directory : Path.Combine(directory, pattern);
        return files.Length > 0 ? files : [new PictureFile(argument, $"{argument}: {problem}.")];
    }

    private static bool IsPicture(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
