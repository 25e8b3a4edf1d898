using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>The files of the repository, without what builds and tools leave there, with / between folders.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] LeftByTools = [".git", ".vs", "bin", "obj", "packages", "TestResults"];

    /// <summary>All files, relative to the root.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Under("")];

    private static readonly HashSet<string> Folders = [.. All.SelectMany(FoldersOf)];

    private static readonly HashSet<string> TopFolders = [.. Folders.Where(folder => !folder.Contains('/'))];

    /// <summary>Whether a path begins at the root.</summary>
    public static bool IsFromRoot(string path) => path.Contains('/') && TopFolders.Contains(path.Split('/')[0]);

    /// <summary>Whether a file or folder has this path, from the root or any folder; * is part of a name.</summary>
    public static bool Exists(string path)
    {
        string[] pattern = path.TrimEnd('/').Split('/');
        return Folders.Any(Matches) || (!path.EndsWith('/') && All.Any(Matches));

        bool Matches(string candidate)
        {
            string[] parts = candidate.Split('/');
            bool fits = IsFromRoot(path) ? parts.Length == pattern.Length : parts.Length >= pattern.Length;
            return fits
                && pattern
                    .Zip(parts[^pattern.Length..])
                    .All(pair =>
                        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(
                            pair.First,
                            pair.Second,
                            ignoreCase: false
                        )
                    );
        }
    }

    private static IEnumerable<string> FoldersOf(string file)
    {
        for (int end = file.LastIndexOf('/'); end > 0; end = file.LastIndexOf('/', end - 1))
        {
            yield return file[..end];
        }
    }

    private static IEnumerable<string> Under(string folder)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(Repository.PathOf(folder)).EnumerateFileSystemInfos())
        {
            string path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry is FileInfo)
            {
                yield return path;
            }
            else if (!LeftByTools.Contains(entry.Name))
            {
                foreach (string file in Under(path))
                {
                    yield return file;
                }
            }
        }
    }
}
