namespace ResNetGen.Samples.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("resnetgen-sample-").FullName;

    /// <summary>The path of a file in it, whose folder is there.</summary>
    public string this[params string[] parts]
    {
        get
        {
            string path = Path.Combine([_path, .. parts]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
