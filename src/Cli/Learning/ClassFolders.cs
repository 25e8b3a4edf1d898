using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Learning;

/// <summary>A picture that is to be told by the name of its folder.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The number of its class.</param>
internal sealed record LabelledPicture(string Path, int Label);

/// <summary>
/// A directory with one directory for each class, as torchvision's <c>ImageFolder</c> has it: all pictures below that are of
/// the class. Hidden files and directories are left out.
/// </summary>
internal sealed class ClassFolders
{
    private ClassFolders(
        string directory,
        IReadOnlyList<string> labels,
        IReadOnlyList<LabelledPicture> pictures,
        IReadOnlyList<string> notes
    )
    {
        Directory = directory;
        Labels = labels;
        Pictures = pictures;
        Notes = notes;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>Names of the directories, in order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Class by class, in the order of their paths.</summary>
    public IReadOnlyList<LabelledPicture> Pictures { get; }

    /// <summary>What is left out, or looks like a mistake.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether directories were left out, since there is no class of their name.</summary>
    public bool HasUnknown { get; private init; }

    /// <summary>Looks for pictures.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="known">The classes that there are; <see langword="null"/> for all that have a directory.</param>
    /// <exception cref="CommandFailure">There are none.</exception>
    public static ClassFolders Find(string directory, IReadOnlyList<string>? known = null)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            string found = File.Exists(directory) ? "this is a file" : "there is no such directory";
            throw CommandFailure.CannotStart(
                $"{directory}: {found}. A directory with one directory for each class is expected."
            );
        }

        try
        {
            return Read(directory, known);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            string advice = UndecodableName.Is(unreadable.Message) ? $" {UndecodableName.Advice}" : "";
            throw CommandFailure.CannotStart(
                $"{directory}: the pictures cannot be listed. {unreadable.Message}{advice}"
            );
        }
    }

    private static ClassFolders Read(string directory, IReadOnlyList<string>? known)
    {
        List<string> labels = [.. known ?? []],
            notes = [];
        List<LabelledPicture> pictures = [];
        bool hasUnknown = false;
        string[] names = Visible(new DirectoryInfo(directory).EnumerateDirectories());
        foreach (string name in names)
        {
            PicturesBelow below = PicturesBelow.Read(Path.Combine(directory, name));
            notes.AddRange(below.Notes);
            int label = labels.IndexOf(name);
            if (below.Paths.Count == 0)
            {
                notes.Add(
                    $"{Path.Combine(directory, name)}: no PNG, JPEG or BMP file is in this directory. It is left out."
                );
            }
            else if (label < 0 && known is not null)
            {
                hasUnknown = true;
                notes.Add(
                    $"{Path.Combine(directory, name)}: '{name}' is no class of these weights. {Quantity.Counted(below.Paths.Count, "picture")} left out."
                );
            }
            else
            {
                if (label < 0)
                {
                    label = labels.Count;
                    labels.Add(name);
                }

                pictures.AddRange(
                    below.Paths.Select(file => new LabelledPicture(Path.Combine(directory, name, file), label))
                );
            }
        }

        string[] loose = [.. Visible(new DirectoryInfo(directory).EnumerateFiles()).Where(PictureEndings.AreRead)];
        if (loose.Length > 0)
        {
            notes.Add(
                $"{Path.Combine(directory, loose[0])}: {Quantity.Counted(loose.Length, "picture")} of no class left out. Pictures are in the "
                    + "directory of their class."
            );
        }

        return pictures.Count > 0
            ? new ClassFolders(directory, labels, pictures, notes) { HasUnknown = hasUnknown }
            : throw CommandFailure.CannotStart(
                string.Join(
                    '\n',
                    notes.Append(
                        known is null
                            ? $"{directory}: there are no classes. A directory with one directory of pictures for each class is expected."
                            : $"{directory}: there are no pictures of these classes: {string.Join(", ", known.Take(12))}{(known.Count > 12 ? ", ..." : "")}."
                    )
                )
            );
    }

    private static string[] Visible(IEnumerable<FileSystemInfo> entries) =>
        [.. entries.Select(entry => entry.Name).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
