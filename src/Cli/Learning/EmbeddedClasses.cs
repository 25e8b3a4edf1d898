using ResNetGen.Cli.Output;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Learning;

/// <summary>Pictures that were read, with their features, and what is wrong with the others.</summary>
/// <param name="Data">The features.</param>
/// <param name="Paths">The files, in the order of the data.</param>
/// <param name="Unreadable">Pictures that cannot be read, and why.</param>
/// <param name="Notes">What looks like a mistake.</param>
/// <param name="Fingerprint">What the network is known by.</param>
internal sealed record EmbeddedClasses(
    LabelledEmbeddings Data,
    IReadOnlyList<string> Paths,
    IReadOnlyList<UnreadablePicture> Unreadable,
    IReadOnlyList<string> Notes,
    IReadOnlyList<float> Fingerprint
)
{
    /// <summary>Sorts pictures: those that are the same as another one of their class count once, and those that are in
    /// two classes not at all.</summary>
    /// <param name="folders">The pictures.</param>
    /// <param name="pictures">Their features, in the same order.</param>
    /// <param name="embedder">What computed them.</param>
    public static EmbeddedClasses Of(
        ClassFolders folders,
        IEnumerable<EmbeddedPicture> pictures,
        PictureEmbedder embedder
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
        List<(LabelledPicture Picture, EmbeddedPicture Embedded)> used = [];
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
                used.Add((picture, embedded));
            }
            else
            {
                notes.Add($"{picture.Path}: the same picture is {copies[0].Path}. It counts once.");
            }
        }

        int[] counts = new int[folders.Labels.Count];
        used.ForEach(pair => counts[pair.Picture.Label]++);
        notes.AddRange(folders.Labels.Where((_, label) => counts[label] == 0).Select(WithoutPictures));
        notes.AddRange(folders.Labels.Where((_, label) => counts[label] == 1).Select(WithOnePicture));

        // A class that nothing is known of is no class.
        int[] classes = [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0)];
        if (classes.Length == 0)
        {
            throw CommandFailure.CannotStart(
                string.Join('\n', notes.Append("None of the pictures can be learnt from."))
            );
        }

        LabelledEmbeddings data = new(
            [.. classes.Select(label => folders.Labels[label])],
            embedder.EmbeddingLength,
            embedder.Views
        );
        used.ForEach(pair => data.Add(pair.Embedded.Features, Array.IndexOf(classes, pair.Picture.Label)));
        List<string> paths = [.. used.Select(pair => pair.Picture.Path)];
        return new EmbeddedClasses(data, paths, unreadable, notes, embedder.Fingerprint());
    }

    private static string WithoutPictures(string label) =>
        $"'{label}' has no picture that can be learnt from. The class is left out.";

    private static string WithOnePicture(string label) =>
        $"'{label}' has one picture: whether it is told from others cannot be tried. Add some.";

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
