namespace ResNetGen.Import;

/// <summary>A folder for files to be written. If it was made for them, it goes with them when they are not.</summary>
internal sealed class NewFolder : IDisposable
{
    // Inner ones first.
    private readonly List<string> _made = [];

    public NewFolder(string path)
    {
        string? folder = Path.GetFullPath(path);
        while (folder is not null && !Path.Exists(folder))
        {
            _made.Add(folder);
            folder = Path.GetDirectoryName(folder);
        }

        Directory.CreateDirectory(path);
    }

    /// <summary>The files are there.</summary>
    public void Keep() => _made.Clear();

    public void Dispose()
    {
        try
        {
            _made.ForEach(Directory.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else wrote into it.
        }
    }
}
