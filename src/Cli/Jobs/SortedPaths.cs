namespace ResNetGen.Cli.Jobs;

/// <summary>
/// Paths in ordinal order, each once, in bounded memory: what does not fit is sorted in pieces, which lie in files until
/// they are merged.
/// </summary>
internal sealed class SortedPaths : IDisposable
{
    /// <summary>Paths in memory, about 150 bytes each.</summary>
    public const int Fitting = 100_000;

    private readonly string _directory;
    private readonly int _fitting;
    private readonly List<string> _inMemory = [];
    private readonly List<string> _pieces = [];

    /// <param name="directory">Where pieces lie.</param>
    /// <param name="fitting">How many are sorted in memory.</param>
    public SortedPaths(string directory, int fitting = Fitting)
    {
        _directory = directory;
        _fitting = fitting;
    }

    /// <summary>How many files there were.</summary>
    public int Pieces => _pieces.Count;

    public void Add(string path)
    {
        if (_inMemory.Count == _fitting)
        {
            WritePiece();
        }

        _inMemory.Add(path);
    }

    /// <summary>All of them, in order. A path that was added twice comes once.</summary>
    public IEnumerable<string> Read()
    {
        _inMemory.Sort(StringComparer.Ordinal);
        string? last = null;
        foreach (string path in OrderedMerge.Of([_inMemory, .. _pieces.Select(PathFile.Read)], path => path))
        {
            if (path != last)
            {
                yield return last = path;
            }
        }
    }

    public void Dispose() => _pieces.ForEach(File.Delete);

    private void WritePiece()
    {
        _inMemory.Sort(StringComparer.Ordinal);
        string piece = Path.Combine(_directory, $"paths.{_pieces.Count}");
        _pieces.Add(piece);
        using FileStream stream = File.Create(piece);
        PathFile.Write(stream, _inMemory);
        _inMemory.Clear();
    }
}
