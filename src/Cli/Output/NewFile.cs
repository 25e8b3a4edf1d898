using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Output;

/// <summary>
/// A file that is there whole or not at all: it is written under another name beside its own, and renamed. It is opened
/// before the work, so that nobody waits for a result that cannot be written. Only another file of its kind, or an empty
/// one, is replaced.
/// </summary>
internal sealed class NewFile : IDisposable
{
    private const string UnixDevices = "/dev";

    private static readonly StringComparison Names = OperatingSystem.IsLinux()
        ? StringComparison.Ordinal
        : StringComparison.OrdinalIgnoreCase;

    private readonly string _path;
    private readonly string _full;
    private readonly string _temporary;
    private readonly FileStream _stream;

    /// <param name="path">Its place.</param>
    /// <param name="kind">What it will be.</param>
    /// <param name="besides">Files that are read or written too, and not to be replaced.</param>
    /// <exception cref="CommandFailure">There can be no such file.</exception>
    public NewFile(string path, FileKind kind, params ReadOnlySpan<string> besides)
    {
        _path = path;
        try
        {
            _full = Resolve(path);
            string directory = Path.GetDirectoryName(_full) ?? _full;
            if (Directory.Exists(_full) || directory == UnixDevices || SpecialFile.Is(_full))
            {
                // A rename would put a file in the place of a device.
                throw Failure("it is no file.");
            }

            if (!Directory.Exists(directory))
            {
                throw Failure("its directory does not exist.");
            }

            foreach (string other in besides)
            {
                if (AreSame(path, other))
                {
                    throw Failure("it is the one that is read, or one that is written too. Choose another name.");
                }
            }

            if (File.Exists(_full) && !IsReplaceable(_full, kind))
            {
                throw Failure($"there is a file already, and it is no {kind.Name}. Delete it, or choose another name.");
            }

            _temporary = $"{_full}.{Path.GetRandomFileName()}.tmp";
            _stream = new FileStream(_temporary, FileMode.CreateNew);
            AppDomain.CurrentDomain.ProcessExit += Discard;
        }
        catch (Exception unwritable) when (IsUnwritable(unwritable))
        {
            throw Failure(unwritable.Message);
        }
    }

    /// <summary>Writes all of it and gives it its name.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public void Complete(string content) => Complete(Encoding.UTF8.GetBytes(content));

    /// <inheritdoc cref="Complete(string)"/>
    public void Complete(ReadOnlySpan<byte> content)
    {
        try
        {
            _stream.Write(content);
            _stream.Dispose();
            File.Move(_temporary, _full, overwrite: true);
        }
        catch (Exception unwritable) when (IsUnwritable(unwritable))
        {
            throw Failure(unwritable.Message);
        }
    }

    /// <summary>Leaves nothing of a file that was not completed.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Discard;
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk was reported when it was written to.
        }

        File.Delete(_temporary);
    }

    /// <summary>Whether two paths lead to one file.</summary>
    /// <exception cref="IOException">A link leads nowhere.</exception>
    public static bool AreSame(string path, string other) => string.Equals(Resolve(path), Resolve(other), Names);

    // A link stays, and what it leads to is replaced.
    private static string Resolve(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // Whatever was mistaken for a place, above all the weights: it stays.
    private static bool IsReplaceable(string path, FileKind kind)
    {
        byte[] start = new byte[kind.Beginnings.Max(beginning => beginning.Length)];
        using FileStream stream = File.OpenRead(path);
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == 0 || kind.Beginnings.Any(beginning => start.AsSpan(0, read).StartsWith(beginning));
    }

    // The process may be ended while the work hangs.
    private void Discard(object? sender, EventArgs exit) => Dispose();

    private static bool IsUnwritable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private CommandFailure Failure(string reason) =>
        CommandFailure.CannotWrite($"{_path}: the file cannot be written: {reason}");
}
