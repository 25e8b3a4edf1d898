namespace ResNetGen.Cli.Output;

/// <summary>
/// A file that is there whole or not at all: it is written under another name beside its own, and renamed. It is opened before the work,
/// so that nobody waits for a result that cannot be written.
/// </summary>
internal sealed class NewFile : IDisposable
{
    private const string UnixDevices = "/dev";

    private readonly string _path;
    private readonly string _temporary;
    private readonly StreamWriter _writer;

    /// <exception cref="CommandFailure">There can be no such file.</exception>
    public NewFile(string path)
    {
        _path = path;
        try
        {
            string full = Path.GetFullPath(path);
            string directory = Path.GetDirectoryName(full) ?? full;
            if (Directory.Exists(full) || directory == UnixDevices)
            {
                // A rename would put a file in the place of a device.
                throw Failure("it is no file.");
            }

            if (!Directory.Exists(directory))
            {
                throw Failure("its directory does not exist.");
            }

            _temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
            _writer = new StreamWriter(new FileStream(_temporary, FileMode.CreateNew)) { NewLine = "\n" };
        }
        catch (Exception unwritable) when (IsUnwritable(unwritable))
        {
            throw Failure(unwritable.Message);
        }
    }

    /// <summary>Writes all of it and gives it its name.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public void Complete(string content)
    {
        try
        {
            _writer.Write(content);
            _writer.Dispose();
            File.Move(_temporary, Path.GetFullPath(_path), overwrite: true);
        }
        catch (Exception unwritable) when (IsUnwritable(unwritable))
        {
            throw Failure(unwritable.Message);
        }
    }

    /// <summary>Leaves nothing of a file that was not completed.</summary>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // A full disk was reported when it was written to.
        }

        File.Delete(_temporary);
    }

    private static bool IsUnwritable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private CommandFailure Failure(string reason) => CommandFailure.CannotWrite($"{_path}: the file cannot be written: {reason}");
}
