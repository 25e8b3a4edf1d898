using System.Text;
using ResNetGen.Cli.Pictures;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// Where a job's pictures are: a directory, with those below it, or a list of paths. Paths are relative to the directory, or
/// to that of the list.
/// </summary>
internal sealed class PictureSource
{
    private const int Sample = 4096;

    private readonly string _typed;
    private readonly bool _isList;

    private PictureSource(string typed, bool isList)
    {
        _typed = typed;
        _isList = isList;
        Root = isList ? Path.GetDirectoryName(Path.GetFullPath(typed))! : typed;
    }

    /// <summary>Its whole path.</summary>
    public string FullPath => Path.TrimEndingDirectorySeparator(Path.GetFullPath(_typed));

    /// <summary>What relative paths begin at.</summary>
    public string Root { get; }

    /// <exception cref="CommandFailure">It is neither a directory nor a list of paths.</exception>
    public static PictureSource Find(IReadOnlyList<string> arguments)
    {
        if (arguments.Count != 1)
        {
            throw CommandFailure.Usage(
                $"--output takes the pictures of one directory or one list; found {arguments.Count}: "
                    + "put them into a text file, a path a line, and name that."
            );
        }

        string typed = arguments[0];
        if (Directory.Exists(typed))
        {
            return new PictureSource(typed, isList: false);
        }

        if (SpecialFile.Is(typed))
        {
            throw CommandFailure.CannotStart(
                $"{typed}: this is a pipe or a device, and a list is read more than once. Write it into a file first."
            );
        }

        try
        {
            using FileStream file = File.OpenRead(typed);
            byte[] start = new byte[Sample];
            int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return IsText(start.AsSpan(0, read))
                ? new PictureSource(typed, isList: true)
                : throw CommandFailure.CannotStart(
                    $"{typed}: a directory is expected, or a text file with a path a line. This is neither."
                );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.CannotStart(
                $"{typed}: a directory of pictures is expected, or a list of their paths. {unreadable.Message}"
            );
        }
    }

    /// <summary>The paths in no order, with <c>/</c>. A list may have one twice.</summary>
    /// <param name="notes">Takes what is left out.</param>
    /// <exception cref="CommandFailure">Not all can be listed.</exception>
    public IEnumerable<string> Paths(Action<string> notes) =>
        _isList ? Listed() : PicturesBelow.Stream(_typed, notes).Select(Portable);

    /// <summary>A picture's file.</summary>
    public string FileOf(string path) => Path.Combine(Root, path);

    private IEnumerable<string> Listed()
    {
        using FileStream stream = File.OpenRead(_typed);
        byte[] start = new byte[Sample];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);

        // UTF-16 has a mark at its start, and is full of NUL.
        bool hasNul = start.AsSpan(0, read).Contains((byte)0) && start[0] is not (0xff or 0xfe);
        stream.Position = 0;
        using StreamReader reader = new(stream, Encoding.UTF8);
        foreach (string line in hasNul ? EndingWithNul(reader) : Lines(reader))
        {
            if (line.Contains('\0'))
            {
                throw CommandFailure.CannotStart(
                    $"{_typed}: NUL stands between some of its paths, and line breaks between others. Write it in one way."
                );
            }

            if (line.Length > 0)
            {
                yield return Relative(line);
            }
        }
    }

    // "./a.jpg", as find writes it, is "a.jpg".
    private string Relative(string line)
    {
        string full = Path.GetFullPath(line, Root);
        string relative = Path.GetRelativePath(Root, full);
        return Portable(
            relative == ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                ? full
                : relative
        );
    }

    private static string Portable(string path) =>
        Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> EndingWithNul(StreamReader reader)
    {
        StringBuilder name = new();
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == 0)
            {
                yield return name.ToString();
                name.Clear();
            }
            else
            {
                name.Append((char)next);
            }
        }

        yield return name.ToString();
    }

    // NUL stands between the names of "find -print0".
    private static bool IsText(ReadOnlySpan<byte> start) =>
        !start.ContainsAnyInRange((byte)0x01, (byte)0x08) && !start.ContainsAnyInRange((byte)0x0e, (byte)0x1f);
}
