using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Package.Tests;

/// <summary>The command line as it is installed.</summary>
[Collection(PackagesCollection.Name)]
public class ToolTests(PackedFeed feed)
{
    [Fact]
    public void ToolInstallsAndClassifies()
    {
        string tools = Path.Combine(feed.Root, "tools");
        CommandLine
            .Run(
                feed.Root,
                feed.Variables,
                "dotnet",
                [
                    "tool",
                    "install",
                    "ResNetGen.Cli",
                    "--tool-path",
                    tools,
                    "--add-source",
                    feed.Feed,
                    "--version",
                    feed.Version,
                ]
            )
            .Succeeded();
        string picture = Path.Combine(TestProject.Repository, "samples", "images", "bag-1.png");
        CommandLine classified = CommandLine
            .Run(feed.Root, null, Path.Combine(tools, "resnetgen"), "classify", picture)
            .Succeeded();
        Assert.StartsWith($"{picture}\tBag\t", classified.Out);
    }
}
