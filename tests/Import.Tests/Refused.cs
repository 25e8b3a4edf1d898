using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Files that cannot be opened.</summary>
internal static class Refused
{
    // A hundred times what the files are, far less than what they claim.
    private const long MostBytes = 1 << 29;

    /// <summary>Opens a file, and sees that it fails with one error and in bounded memory.</summary>
    public static WeightFileException With(string name, byte[] bytes, string problem)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(name.Replace('/', ' '), bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        WeightFileException error = Assert.Throws<WeightFileException>(() => Checkpoint.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        Assert.Contains(problem, error.Message);
        Assert.StartsWith(path, error.Message);
        return error;
    }
}
