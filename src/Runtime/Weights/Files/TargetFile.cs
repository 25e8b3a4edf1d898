namespace ResNetGen.Weights;

/// <summary>
/// A file that is written beside its place, flushed, and moved there whole. What is not moved is deleted, also when the
/// process is told to end.
/// </summary>
internal sealed class TargetFile : IDisposable
{
    /// <summary>The extension of a file that is not whole yet.</summary>
    public const string Unfinished = ".tmp";

    private readonly string _path;
    private readonly string _target;
    private readonly Replaceable _replaceable;
    private bool _goesBack;

    /// <summary>Writes a file beside its place, or nothing.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="replaceable">Which file there is replaced.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="workshop">The directory where it is written; that of its place if there is none.</param>
    /// <exception cref="IOException">Something else is there, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public TargetFile(string path, Replaceable replaceable, Action<FileStream> write, string? workshop = null)
    {
        _path = path;
        _target = Resolve(path);
        _replaceable = replaceable;
        Check(path, _target, replaceable);

        // A name of its own: the target's may be as long as names can be.
        Temporary = Path.Combine(workshop ?? Path.GetDirectoryName(_target)!, Path.GetRandomFileName() + Unfinished);
        Leftovers.Add(Discard);
        try
        {
            Try(() => Create(write));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the file is until it is moved.</summary>
    public string Temporary { get; }

    /// <summary>A copy of what it replaces, until all is moved.</summary>
    private string Replaced => Temporary + Unfinished;

    /// <summary>Writes a file, or nothing.</summary>
    /// <inheritdoc cref="TargetFile(string, Replaceable, Action{FileStream}, string)"/>
    public static void Write(string path, Replaceable replaceable, Action<FileStream> write)
    {
        using TargetFile file = new(path, replaceable, write);
        Move([file]);
    }

    /// <summary>Whether two paths lead to one file.</summary>
    /// <exception cref="IOException">A link leads nowhere.</exception>
    public static bool AreSame(string path, string other) =>
        string.Equals(
            Resolve(path),
            Resolve(other),
            OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase
        );

    /// <summary>Finds what cannot be replaced, before the work.</summary>
    /// <exception cref="IOException">Something else is there.</exception>
    public static void Check(string path, Replaceable replaceable) => Check(path, Resolve(path), replaceable);

    /// <summary>
    /// Moves files to their places: all of them, or none once they are disposed. What is replaced by any but the last is
    /// copied first: the largest comes last.
    /// </summary>
    /// <exception cref="IOException">One cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to move it.</exception>
    public static void Move(IReadOnlyList<TargetFile> files)
    {
        foreach (TargetFile file in files)
        {
            // When the last one is there, all are.
            file.Try(() => file.MoveThere(mayGoBack: file != files[^1]));
        }

        foreach (TargetFile file in files)
        {
            file._goesBack = false;
        }
    }

    public void Dispose()
    {
        Leftovers.Remove(Discard);
        Discard();
    }

    private void MoveThere(bool mayGoBack)
    {
        if (mayGoBack && File.Exists(_target))
        {
            File.Copy(_target, Replaced);
        }

        File.Move(Temporary, _target, overwrite: _replaceable != Replaceable.None);
        _goesBack = mayGoBack;
    }

    private void Discard()
    {
        if (_goesBack && File.Exists(Replaced))
        {
            File.Move(Replaced, _target, overwrite: true);
        }
        else if (_goesBack)
        {
            Delete(_target);
        }

        Delete(Temporary);
        Delete(Replaced);
    }

    private void Create(Action<FileStream> write)
    {
        using FileStream stream = new(Temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (!OperatingSystem.IsWindows() && File.Exists(_target))
        {
            // While the file is empty: who may not read the old file may not read the new one.
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(_target));
        }

        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new DirectoryNotFoundException($"{_path}: there is no such directory. Make it first.", exception);
        }
        catch (Exception exception) when (FileSizeLimit.Is(exception))
        {
            throw new IOException($"A file of this size is not allowed: '{_target}'", exception);
        }
        catch (Exception exception) when (exception.Message.Contains(Temporary, StringComparison.Ordinal))
        {
            // The temporary file is gone, and nobody knows its name.
            string message = exception
                .Message.Replace(Replaced, _target, StringComparison.Ordinal)
                .Replace(Temporary, _target, StringComparison.Ordinal);
            throw exception is UnauthorizedAccessException
                ? new UnauthorizedAccessException(message, exception)
                : new IOException(message, exception) { HResult = exception.HResult };
        }
    }

    private static string Resolve(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // A file that was mistaken for a target stays, above all the weights themselves.
    private static void Check(string path, string target, Replaceable replaceable)
    {
        if (Directory.Exists(target))
        {
            throw new IOException($"{path}: this is a directory, where the name of a file is expected.");
        }

        if (SpecialFile.Is(target))
        {
            throw new IOException($"{path}: this is a pipe or a device, where the name of a file is expected.");
        }

        if (File.Exists(target) && replaceable.WhatIsWrong(target) is { } found)
        {
            throw new IOException($"{path}: there is a file already{found}. Delete it, or choose another name.");
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reason why writing failed is what matters.
        }
    }
}
