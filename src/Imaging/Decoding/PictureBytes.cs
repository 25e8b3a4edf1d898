using ResNetGen.Weights;

namespace ResNetGen.Imaging;

/// <summary>The bytes of a picture from where they are kept, with every failure told in the one way.</summary>
internal static class PictureBytes
{
    private const string TooLong = "more bytes than the limit of 512 MiB";

    public static byte[] Read(string path, string expected = PictureException.Ordinary)
    {
        if (SpecialFile.Is(path) && !IsOpen(path))
        {
            // To open a pipe takes until somebody writes to it, and a device may have no end.
            throw new PictureException(
                path, "a pipe, a socket or a device", "Save the picture to a file, or read it as a stream.", expected: expected);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Read(file, path, expected);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            string advice = UndecodableName.Is(path) ? UndecodableName.Advice : $"Check the path; {Where(path)}.";
            throw new PictureException(path, "no such file", advice, exception, expected);
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

    public static byte[] Read(Stream stream, string name, string expected = PictureException.Ordinary)
    {
        try
        {
            var bytes = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, PictureLimits.FileBytes) : 0);
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (bytes.Length + read > PictureLimits.FileBytes)
                {
                    throw new PictureException(name, TooLong, "Scale the picture down first.", expected: expected);
                }

                bytes.Write(buffer, 0, read);
            }

            return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
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

    private static PictureException Unreadable(string name, Exception exception, string expected) =>
        new(name, $"something that cannot be read ({exception.Message})", "Check that it exists and may be read.", exception, expected);
}
