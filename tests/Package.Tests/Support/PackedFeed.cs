namespace ResNetGen.Package.Tests.Support;

/// <summary>
/// The packages, packed once into a folder that serves as a source, under a version that no cache knows.
/// </summary>
public sealed class PackedFeed : IDisposable
{
    private readonly Lazy<string> _consumer;

    public PackedFeed()
    {
        Root = Directory.CreateTempSubdirectory("resnetgen-packages-").FullName;
        Feed = Path.Combine(Root, "feed");
        Version = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";
        CommandLine
            .Run(
                TestProject.Repository,
                null,
                "dotnet",
                [
                    "pack",
                    "src/Packages.slnf",
                    "--no-build",
                    "-c",
                    TestProject.Configuration,
                    "-o",
                    Feed,
                    $"-p:PackageVersion={Version}",
                ]
            )
            .Succeeded();
        _consumer = new Lazy<string>(PublishConsumer);
    }

    /// <summary>The folder of a project that has the packages, built in bin and published into published.</summary>
    public string Consumer => _consumer.Value;

    /// <summary>A folder outside of the repository, which goes with the tests.</summary>
    public string Root { get; }

    public string Feed { get; }

    public string Version { get; }

    /// <summary>
    /// What restoring runs with: a cache of its own, which falls back on the machine's for what is not from here.
    /// </summary>
    internal Dictionary<string, string> Variables =>
        new()
        {
            ["NUGET_PACKAGES"] = Path.Combine(Root, "cache"),
            ["RestoreAdditionalProjectSources"] = Feed,
            ["RestoreAdditionalProjectFallbackFolders"] =
                Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            ["ResNetGenVersion"] = Version,
        };

    internal PackageFile Open(string id, string extension = "nupkg") =>
        new(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string PublishConsumer()
    {
        string directory = Directory.CreateDirectory(Path.Combine(Root, "consumer")).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "consumer")))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }

        CommandLine.Run(directory, Variables, "dotnet", "build", "-c", "Release").Succeeded();
        CommandLine.Run(directory, Variables, "dotnet", "publish", "-c", "Release", "-o", "published").Succeeded();
        return directory;
    }
}
