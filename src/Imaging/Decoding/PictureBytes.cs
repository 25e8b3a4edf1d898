using ResNetGen.Weights;

namespace ResNetGen.Imaging;

/// <summary>
/// The bytes of a picture from where they are kept, in one array, with every failure told in the one way.
/// </summary>
internal static class PictureBytes
{
    private const int FirstBlockLength = 1 << 16;
    private const int LongestBlockLength = 1 << 24;

    public static ReadOnlyMemory<byte> Read(
        string path,
        CancellationToken cancellation,
        string expected = PictureException.Ordinary
    )
    {
        if (SpecialFile.Is(path) && !IsOpen(path))
        {
            // To open a pipe takes until somebody writes to it, and a device may have no end.
            throw new PictureException(
                path,
                "a pipe, a socket or a device",
                "Save the picture to a file, or read it as a stream: /dev/stdin on a command line.",
                expected: expected
            );
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Read(file, path, cancellation, expected);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            string advice = UndecodableName.Is(path) ? UndecodableName.Advice : $"Check the path; {Where(path)}.";
            string found = LinkTarget(path) is { } target ? $"a link to {target}, which is not there" : "no such file";
            throw new PictureException(path, found, advice, exception, expected);
        }
        catch (Exception) when (Directory.Exists(path))
        {
            throw new PictureException(path, "a directory", "Give the path of one file.", expected: expected);
        }
        catch (Exception exception) when (IsFailedRead(exception) || exception is ArgumentException)
        {
            throw Unreadable(path, exception, expected);
        }
    }

    public static ReadOnlyMemory<byte> Read(
        Stream stream,
        string name,
        CancellationToken cancellation,
        string expected = PictureException.Ordinary
    )
    {
        try
        {
            // A stream that knows its length fills one array. Others fill blocks, which are put together in the end.
            long announced = stream.CanSeek ? stream.Length - stream.Position : FirstBlockLength;
            ThrowIfTooLong(announced, name, expected);
            byte[] block = new byte[Math.Max(announced, 1)];
            int filled = 0;
            List<byte[]> fullBlocks = [];
            long before = 0;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (filled < block.Length)
                {
                    int read = stream.Read(block.AsSpan(filled));
                    if (read == 0)
                    {
                        break;
                    }

                    filled += read;
                    continue;
                }

                int next = stream.ReadByte();
                if (next < 0)
                {
                    break;
                }

                fullBlocks.Add(block);
                before += filled;
                ThrowIfTooLong(before + 1, name, expected);
                block = new byte[
                    Math.Min(Math.Clamp(before, FirstBlockLength, LongestBlockLength), PictureLimits.FileBytes - before)
                ];
                block[0] = (byte)next;
                filled = 1;
            }

            return fullBlocks.Count == 0 ? block.AsMemory(0, filled) : Join(fullBlocks, block.AsSpan(0, filled));
        }
        catch (Exception exception) when (IsFailedRead(exception))
        {
            throw Unreadable(name, exception, expected);
        }
    }

    /// <summary>Whether the process has it open already, as what a shell pipes into it.</summary>
    private static bool IsOpen(string path) =>
        path == "/dev/stdin"
        || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
        || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    private static void ThrowIfTooLong(long bytes, string name, string expected)
    {
        if (bytes > PictureLimits.FileBytes)
        {
            throw new PictureException(
                name,
                "more bytes than the limit of 512 MiB",
                "Scale the picture down first.",
                expected: expected
            );
        }
    }

    private static byte[] Join(List<byte[]> fullBlocks, ReadOnlySpan<byte> last)
    {
        byte[] bytes = new byte[fullBlocks.Sum(block => block.Length) + last.Length];
        Span<byte> rest = bytes;
        foreach (byte[] block in fullBlocks)
        {
            block.CopyTo(rest);
            rest = rest[block.Length..];
        }

        last.CopyTo(rest);
        return bytes;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (IsFailedRead(exception) || exception is ArgumentException)
        {
            return null;
        }
    }

    private static string Where(string path)
    {
        try
        {
            return $"it stands for {Path.GetFullPath(path)}";
        }
        catch (IOException)
        {
            return "the current directory was deleted";
        }
    }

    private static bool IsFailedRead(Exception exception) =>
        exception
            is IOException
                or InvalidDataException
                or UnauthorizedAccessException
                or NotSupportedException
                or ObjectDisposedException;

    private static PictureException Unreadable(string name, Exception exception, string expected) =>
        new(
            name,
            $"something that cannot be read ({exception.Message})",
            "Check that it exists and may be read.",
            exception,
            expected
        );
}
