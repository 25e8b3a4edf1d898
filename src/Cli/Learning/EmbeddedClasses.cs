using ResNetGen.Cli.Output;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Learning;

/// <summary>Pictures that were read, with their features, and what is wrong with the others.</summary>
/// <param name="Data">The features.</param>
/// <param name="Paths">The files, in the order of the data.</param>
/// <param name="Unreadable">Pictures that cannot be read, and why.</param>
/// <param name="Notes">What looks like a mistake.</param>
internal sealed record EmbeddedClasses(
    LabelledEmbeddings Data,
    IReadOnlyList<string> Paths,
    IReadOnlyList<UnreadablePicture> Unreadable,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Sorts pictures: those that are the same as another one of their class count once, and those that are in
    /// two classes not at all.</summary>
    /// <param name="folders">The pictures.</param>
    /// <param name="pictures">Their features, in the same order.</param>
    /// <param name="embeddingLength">Features of one view.</param>
    /// <param name="views">Views of each picture.</param>
    public static EmbeddedClasses Of(
        ClassFolders folders,
        IEnumerable<EmbeddedPicture> pictures,
        int embeddingLength,
        int views
    )
    {
        List<(LabelledPicture Picture, EmbeddedPicture Embedded)> read = [];
        List<UnreadablePicture> unreadable = [];
        foreach ((LabelledPicture picture, EmbeddedPicture embedded) in folders.Pictures.Zip(pictures))
        {
            if (embedded.Problem is { } problem)
            {
                unreadable.Add(new UnreadablePicture(picture.Path, problem));
            }
            else
            {
                read.Add((picture, embedded));
            }
        }

        List<string> notes = [];
        LabelledEmbeddings data = new(folders.Labels, embeddingLength, views);
        List<string> paths = [];
        Dictionary<UInt128, LabelledPicture[]> same = read.GroupBy(pair => pair.Embedded.ContentHash)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Picture).ToArray());
        foreach ((LabelledPicture picture, EmbeddedPicture embedded) in read)
        {
            LabelledPicture[] copies = same[embedded.ContentHash];
            bool isFirst = ReferenceEquals(copies[0], picture);
            if (copies.FirstOrDefault(copy => copy.Label != picture.Label) is { } other)
            {
                if (isFirst)
                {
                    notes.Add(
                        $"{picture.Path}: the same picture is {other.Path}, in another class. Both are left out: delete the wrong one."
                    );
                }
            }
            else if (isFirst)
            {
                data.Add(embedded.Features, picture.Label);
                paths.Add(picture.Path);
            }
            else
            {
                notes.Add($"{picture.Path}: the same picture is {copies[0].Path}. It counts once.");
            }
        }

        int[] counts = data.CountByClass();
        for (int label = 0; label < counts.Length; label++)
        {
            if (counts[label] == 1)
            {
                notes.Add(
                    $"'{folders.Labels[label]}' has one picture: whether it is told from others cannot be tried. Add some."
                );
            }
        }

        return new EmbeddedClasses(data, paths, unreadable, notes);
    }

    /// <summary>Tells of pictures that are left out, and of what looks like a mistake.</summary>
    public void Report(Terminal terminal)
    {
        foreach (UnreadablePicture picture in Unreadable)
        {
            terminal.Report(Printable.Naming(picture.Path, picture.Error));
        }

        foreach (string note in Notes)
        {
            terminal.Report(note);
        }
    }
}

/// <summary>A picture that cannot be read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Error">Why.</param>
internal sealed record UnreadablePicture(string Path, string Error);
