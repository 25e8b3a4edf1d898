using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

public class PictureSourceTests
{
    [Fact]
    public void ADirectoryHasWhatIsBelowIt()
    {
        using PictureTree tree = new();
        tree.Add(".hidden.png", []);
        tree.Add("b/.hidden/x.png", []);
        tree.Add("notes.txt", []);
        tree.Add("c/new.webp", []);
        List<string> notes = [];
        Assert.Equal(
            tree.Paths.Where(path => !path.Contains("hidden", StringComparison.Ordinal)),
            PictureSource.Find([tree.Root]).Paths(notes.Add).Order(StringComparer.Ordinal)
        );
        Assert.Contains("WebP", Assert.Single(notes));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\0")]
    public void AListHasAPathALine(string end)
    {
        using TemporaryDirectory directory = new();
        string list = directory.Write(
            "list.txt",
            string.Join(
                end,
                "a.jpg",
                "./b/c d.jpg",
                "",
                "b/../é.png",
                Path.Combine(directory.Path, "e.bmp"),
                "/far/f.jpg"
            )
        );
        PictureSource source = PictureSource.Find([list]);
        Assert.Equal(["a.jpg", "b/c d.jpg", "é.png", "e.bmp", "/far/f.jpg"], source.Paths(_ => { }));
        Assert.Equal(Path.Combine(directory.Path, "a.jpg"), source.FileOf("a.jpg"));
        Assert.Equal("/far/f.jpg", source.FileOf("/far/f.jpg"));
    }

    [Fact]
    public void AListMayRepeatAPath()
    {
        using PictureTree tree = new();
        File.WriteAllLines(
            Path.Combine(tree.Root, "list.txt"),
            [.. tree.Paths, .. tree.Paths.Take(5).Select(path => "./" + path)]
        );
        Invocation
            .Run(
                "embed",
                Path.Combine(tree.Root, "list.txt"),
                "--model",
                PictureTree.Model,
                "--output",
                tree.Of("list.parquet")
            )
            .Succeeded();
        tree.Embed("directory.parquet").Succeeded();
        tree.Same("list.parquet", "directory.parquet");
        Assert.Equal(5, JobDescription.Read(tree.Of("list.job.json")).Repeated);
    }

    [Fact]
    public void AnythingElseIsRefused()
    {
        using PictureTree tree = new();
        Embed(Samples.Of("bag")).Failed(ExitCode.CannotStart, "This is neither");
        Embed("missing").Failed(ExitCode.CannotStart, "a directory of pictures is expected, or a list");
        Embed(Directory.CreateDirectory(tree.Of("empty")).FullName).Failed(ExitCode.CannotStart, "no PNG, JPEG or BMP");
        File.WriteAllText(tree.Of("empty.txt"), "\n\n");
        Embed(tree.Of("empty.txt")).Failed(ExitCode.CannotStart, "no path in this list");
        Embed(tree.Root, tree.Root).Failed(ExitCode.Usage, "found 2");
        Assert.Empty(Directory.EnumerateFileSystemEntries(tree.Of("."), "x.*"));

        Invocation Embed(params string[] sources) =>
            Invocation.Run(["embed", .. sources, "--model", PictureTree.Model, "--output", tree.Of("x.parquet")]);
    }
}
