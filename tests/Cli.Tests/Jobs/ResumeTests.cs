using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

/// <summary>Parts of a job that fail: nothing is lost, doubled or half-written.</summary>
public class ResumeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(40)]
    public void GoesOnWhereACrashWas(int done)
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", done);

        // Pictures that are done are not read again: they need not even be there.
        foreach (string path in tree.Paths.Take(done))
        {
            File.Delete(Path.Combine(tree.Root, path));
        }

        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
        tree.Same("whole.job.json", "part.job.json");
        Assert.False(Directory.Exists(tree.Of("part.parquet.unfinished")));
    }

    [Fact]
    public void CutsARecordThatIsNotWhole()
    {
        using PictureTree tree = new();
        tree.Embed("whole.jsonl").Succeeded();
        tree.LeaveUnfinished("part.jsonl", "whole.jsonl", 20);
        string journal = tree.Of("part.jsonl.unfinished/journal");
        File.WriteAllBytes(journal, File.ReadAllBytes(journal)[..^3]);
        tree.Embed("part.jsonl", "--resume").Succeeded();
        tree.Same("whole.jsonl", "part.jsonl");
    }

    [Fact]
    public void IsAskedFor()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 3);
        tree.Embed("part.parquet").Failed(ExitCode.CannotWrite, "--resume goes on with it, --force begins anew");
        tree.Embed("part.parquet", "--force", "--resume").Failed(ExitCode.Usage, "choose one");
        tree.Embed("part.parquet", "--force").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
    }

    [Fact]
    public void OfAWholePartIsNoWork()
    {
        using PictureTree tree = new();
        tree.Embed("part.parquet", "--resume").Succeeded();
        byte[] before = File.ReadAllBytes(tree.Of("part.parquet"));
        Assert.Contains("complete already, 40 rows", tree.Embed("part.parquet", "--resume").Succeeded().Out);
        Assert.Equal(before, File.ReadAllBytes(tree.Of("part.parquet")));
        tree.Embed("part.parquet").Failed(ExitCode.CannotWrite, "--force replaces it");
        tree.Embed("part.parquet", "--force").Succeeded();
    }

    [Fact]
    public void OfAnotherJobIsRefused()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 3);
        tree.Embed("part.parquet", "--resume", "--exif").Failed(ExitCode.CannotStart, "--preset, --exif");
        tree.Classify("part.parquet", "--resume")
            .Failed(ExitCode.CannotStart, "the command differs: classify, and embed");
        tree.Classify("whole.parquet", "--resume").Failed(ExitCode.CannotStart, "the command differs");
        Invocation
            .Run(
                "embed",
                Path.Combine(tree.Root, "b"),
                "--model",
                PictureTree.Model,
                "--output",
                tree.Of("part.parquet"),
                "--resume"
            )
            .Failed(ExitCode.CannotStart, "the source differs");
        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
    }

    [Fact]
    public void OfOtherWeightsIsRefused()
    {
        using PictureTree tree = new();
        string other = tree.Of("other.safetensors");
        File.WriteAllBytes(other, WeightFiles.For(new FashionModel().Info));
        tree.Embed("whole.parquet", "--weights", other).Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 3);
        tree.Embed("part.parquet", "--resume").Failed(ExitCode.CannotStart, "the weights differ");
    }

    [Fact]
    public void OneProcessHasAPart()
    {
        using PictureTree tree = new();
        using (Unfinished.Enter(new PartFiles(tree.Of("part.parquet"))))
        {
            tree.Embed("part.parquet")
                .Failed(ExitCode.CannotWrite, $"another process works on it: {Environment.ProcessId} on ");
            tree.Embed("part.parquet", "--resume").Failed(ExitCode.CannotWrite, "another process works on it");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(tree.Of("."), "part*"));
    }

    [Fact]
    public void ASignalKeepsWhatIsDone()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 3);
        using StringWriter error = new();
        int exitCode = Application.Run(
            ["embed", tree.Root, "--model", PictureTree.Model, "--output", tree.Of("part.parquet"), "--resume"],
            new Output.Terminal(TextWriter.Null, error),
            new CancellationToken(canceled: true)
        );
        Assert.Equal(ExitCode.Interrupted, exitCode);
        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
    }

    [Fact]
    public void StopsWhereTheStorageIsGone()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 5);
        Directory.Move(tree.Root, tree.Of("away"));
        Directory.CreateDirectory(tree.Root);
        tree.Embed("part.parquet", "--resume").Failed(ExitCode.CannotStart, "20 pictures in a row cannot be read");
        Directory.Delete(tree.Root);
        Directory.Move(tree.Of("away"), tree.Root);
        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
    }

    [Fact]
    public void GoesPastFilesThatAreGone()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 5);
        string[] gone = [.. tree.Paths.Skip(5).Take(30)];
        foreach (string path in gone)
        {
            File.Delete(Path.Combine(tree.Root, path));
        }

        Assert.Equal(0, tree.Embed("part.parquet", "--resume").ExitCode);
        Assert.Equal(tree.Paths, tree.Rows("part.parquet").Select(row => row.Path));
        Assert.Equal(30, File.ReadLines(tree.Of("part.failed.jsonl")).Count());
    }

    [Fact]
    public void ADirectoryThatIsNotThereIsNotMade()
    {
        using PictureTree tree = new();
        tree.Embed("no/part.parquet").Failed(ExitCode.CannotWrite, "there is no such directory. Make it first.");
        Assert.False(Directory.Exists(tree.Of("no")));
    }
}
