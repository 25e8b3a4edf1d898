namespace ResNetGen.Imaging;

/// <summary>
/// The bytes of a picture from where they are kept, in one array, with every failure told in the one way.
/// </summary>
internal static class PictureBytes
{
    private const int FirstBlockLength = 1 << 16;
    private const int LongestBlockLength = 1 << 24;

    public static ReadOnlyMemory<byte> Read(string path, CancellationToken cancellation)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Read(file, path, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PictureException(path, "no such file", $"Check the path; {Where(path)}.", exception);
        }
        catch (Exception) when (Directory.Exists(path))
        {
            throw new PictureException(path, "a directory", "Give the path of one file.");
        }
        catch (Exception exception) when (IsFailedRead(exception) || exception is ArgumentException)
        {
            throw Unreadable(path, exception);
        }
    }

    public static ReadOnlyMemory<byte> Read(Stream stream, string name, CancellationToken cancellation)
    {
        try
        {
            // A stream that knows its length fills one array. Others fill blocks, which are put together in the end.
            long announced = stream.CanSeek ? stream.Length - stream.Position : FirstBlockLength;
            ThrowIfTooLong(announced, name);
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
                ThrowIfTooLong(before + 1, name);
                block = new byte[Math.Min(Math.Clamp(before, FirstBlockLength, LongestBlockLength), PictureLimits.FileBytes - before)];
                block[0] = (byte)next;
                filled = 1;
            }

            return fullBlocks.Count == 0 ? block.AsMemory(0, filled) : Join(fullBlocks, block.AsSpan(0, filled));
        }
        catch (Exception exception) when (IsFailedRead(exception))
        {
            throw Unreadable(name, exception);
        }
    }

    private static void ThrowIfTooLong(long bytes, string name)
    {
        if (bytes > PictureLimits.FileBytes)
        {
            throw new PictureException(name, "more bytes than the limit of 512 MiB", "Scale the picture down first.");
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

    private static bool IsFailedRead(Exception exception) => exception
        is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException;

    private static PictureException Unreadable(string name, Exception exception) =>
        new(name, $"something that cannot be read ({exception.Message})", "Check that it exists and may be read.", exception);
}
