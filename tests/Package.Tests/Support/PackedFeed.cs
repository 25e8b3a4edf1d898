namespace ResNetGen.Package.Tests.Support;

/// <summary>The packages, packed once into a folder that serves as a source, under a version that no cache knows.</summary>
public sealed class PackedFeed : IDisposable
{
    public PackedFeed()
    {
        Root = Directory.CreateTempSubdirectory("resnetgen-packages-").FullName;
        Feed = Path.Combine(Root, "feed");
        Version = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";
        CommandLine.Run(
            TestProject.Repository,
            null,
            "dotnet",
            ["pack", "src/Packages.slnf", "--no-build", "-c", TestProject.Configuration, "-o", Feed, $"-p:PackageVersion={Version}"])
            .Succeeded();
    }

    /// <summary>A folder outside of the repository, which goes with the tests.</summary>
    public string Root { get; }

    public string Feed { get; }

    public string Version { get; }

    /// <summary>What restoring runs with: a cache of its own, which falls back on the machine's for what is not from here.</summary>
    internal Dictionary<string, string> Variables => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(Root, "cache"),
        ["RestoreAdditionalProjectSources"] = Feed,
        ["RestoreAdditionalProjectFallbackFolders"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        ["ResNetGenVersion"] = Version,
    };

    internal PackageFile Open(string id, string extension = "nupkg") => new(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
