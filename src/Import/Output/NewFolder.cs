using ResNetGen.Weights;

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

        Leftovers.Add(Discard);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The files are there.</summary>
    public void Keep() => _made.Clear();

    public void Dispose()
    {
        Leftovers.Remove(Discard);
        Discard();
    }

    private void Discard()
    {
        foreach (string folder in _made)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It was never made, or somebody else wrote into it.
            }
        }
    }
}
