namespace ResNetGen.Weights;

/// <summary>What a new file may take the place of.</summary>
internal enum Replaceable
{
    None,
    Packed,
    Any,
}

/// <summary>Writes a file beside its place, flushes it, and moves it there whole.</summary>
internal static class TargetFile
{
    /// <summary>The extension of a file that is not whole yet.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file, or nothing.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="replaceable">Which file there is replaced.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="IOException">Something else is there, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public static void Write(string path, Replaceable replaceable, Action<FileStream> write)
    {
        string target = Resolve(path);
        Check(path, target, replaceable);

        // A name of its own: the target's may be as long as names can be.
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, Path.GetRandomFileName() + Unfinished);
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                {
                    // While the file is empty: who may not read the old file may not read the new one.
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                }

                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            Delete(temporary);
            if (exception is DirectoryNotFoundException)
            {
                throw new DirectoryNotFoundException($"{path}: there is no such directory. Make it first.", exception);
            }

            // The temporary file is gone, and nobody knows its name.
            string message = exception.Message.Replace(temporary, target, StringComparison.Ordinal);
            if (message != exception.Message)
            {
                throw exception is UnauthorizedAccessException
                    ? new UnauthorizedAccessException(message, exception)
                    : new IOException(message, exception) { HResult = exception.HResult };
            }

            throw;
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

        FileInfo file = new(target);
        if (!file.Exists)
        {
            return;
        }

        string? found = replaceable switch
        {
            Replaceable.None => "there is a file already",
            Replaceable.Packed => IsPacked(file) ? null : "there is a file already, and it is no packed one",
            _ => null,
        };
        if (found is not null)
        {
            throw new IOException($"{path}: {found}. Delete it, or choose another name.");
        }
    }

    private static bool IsPacked(FileInfo file)
    {
        // A pipe or a device has no length, and to open one may take for ever.
        if (file.Length < PackedFormat.PreludeBytes)
        {
            return false;
        }

        byte[] start = new byte[PackedFormat.PreludeBytes];
        using FileStream stream = file.OpenRead();
        stream.ReadExactly(start);
        return PackedFormat.HasMagic(start);
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
