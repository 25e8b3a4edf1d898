namespace ResNetGen.Transfer;

/// <summary>A picture's file as the directory lists it: by this it is known again without being read.</summary>
/// <param name="Path">Relative to the directory of the index, with forward slashes.</param>
/// <param name="Length">Bytes; -1 where there is no file.</param>
/// <param name="Modified">When it was written, in ticks of UTC.</param>
internal sealed record PictureState(string Path, long Length, long Modified)
{
    private string _fullPath = "";

    /// <summary>Where it is read.</summary>
    public string FullPath => _fullPath;

    /// <summary>Looks at a file.</summary>
    public static PictureState Of(string root, string path)
    {
        string fullPath = System.IO.Path.Combine(root, path);
        string listed = path.Replace(System.IO.Path.DirectorySeparatorChar, '/');
        try
        {
            FileInfo file = new(fullPath);

            // A link is as old as what it leads to.
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists
                ? new PictureState(listed, file.Length, file.LastWriteTimeUtc.Ticks) { _fullPath = fullPath }
                : new PictureState(listed, -1, 0) { _fullPath = fullPath };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it says why it cannot be read.
            return new PictureState(listed, -1, 0) { _fullPath = fullPath };
        }
    }

    /// <summary>Equal as an entry is: where the directory lies does not matter.</summary>
    public bool Equals(PictureState? other) =>
        other is not null && Path == other.Path && Length == other.Length && Modified == other.Modified;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Length, Modified);
}
