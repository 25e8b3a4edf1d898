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
        Delete(tree, done);

        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
        tree.Same("whole.job.json", "part.job.json");
        Assert.False(Directory.Exists(tree.Of("part.unfinished")));
    }

    [Fact]
    public void CutsARecordThatIsNotWhole()
    {
        using PictureTree tree = new();
        tree.Embed("whole.jsonl").Succeeded();
        tree.LeaveUnfinished("part.jsonl", "whole.jsonl", 20);
        string journal = tree.Of("part.unfinished/journal");
        File.WriteAllBytes(journal, File.ReadAllBytes(journal)[..^3]);
        Delete(tree, 19);
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
        tree.Embed("whole.parquet", "--resume").Failed(ExitCode.CannotStart, "the weights differ");
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
        Delete(tree, 3);
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
        tree.Embed("part.parquet", "--resume").Failed(ExitCode.PicturesGone, "20 pictures in a row cannot be read");
        Directory.Delete(tree.Root);
        Directory.Move(tree.Of("away"), tree.Root);
        Delete(tree, 5);
        tree.Embed("part.parquet", "--resume").Succeeded();
        tree.Same("whole.parquet", "part.parquet");
    }

    // Also where the last good picture went with those behind it, or none was ever there.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(4, 5)]
    [InlineData(0, 0)]
    public void GoesPastFilesThatAreGone(int first, int done)
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", done);
        foreach (string path in tree.Paths.Skip(first).Take(30))
        {
            File.Delete(Path.Combine(tree.Root, path));
        }

        Assert.Equal(0, tree.Embed("part.parquet", "--resume").ExitCode);
        Assert.Equal(40 - 30 + (done - first), tree.Rows("part.parquet").Count);
        Assert.Equal(30 - (done - first), File.ReadLines(tree.Of("part.failed.jsonl")).Count());
    }

    [Fact]
    public void DirectoriesAreMade()
    {
        using PictureTree tree = new();
        tree.Embed("a/b/part.parquet").Succeeded();
        Assert.True(File.Exists(tree.Of("a/b/part.parquet")));
    }

    // Killed before the pictures were listed: what is there is not what was asked for.
    [Fact]
    public void OfAForcedJobIsNotTheOldPart()
    {
        using PictureTree tree = new();
        tree.Embed("part.jsonl").Succeeded();
        Directory.CreateDirectory(tree.Of("part.unfinished"));
        File.WriteAllText(tree.Of("part.unfinished/begun"), "");
        tree.Add("new.png", File.ReadAllBytes(Samples.Files[0]));
        tree.Embed("part.jsonl", "--resume").Succeeded();
        Assert.Equal(41, tree.Rows("part.jsonl").Count);
    }

    [Fact]
    public void OfAPartThatWasCutIsRefused()
    {
        using PictureTree tree = new();
        tree.Embed("part.npy").Succeeded();
        File.WriteAllBytes(tree.Of("part.npy"), []);
        tree.Embed("part.npy", "--resume").Failed(ExitCode.CannotStart, "not as long as it was written");
        File.Delete(tree.Of("part.paths.txt"));
        tree.Embed("part.npy", "--resume").Failed(ExitCode.CannotWrite, "there is a file already");
    }

    [Fact]
    public void TheSourceMayBeSpeltInMoreWaysThanOne()
    {
        using PictureTree tree = new();
        tree.Embed("part.jsonl").Succeeded();
        Invocation
            .Run("embed", tree.Root + "/", "--model", PictureTree.Model, "--output", tree.Of("part.jsonl"), "--resume")
            .Succeeded();
    }

    [Fact]
    public void FindsThatRecordsAreMissing()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 3);
        string paths = tree.Of("part.unfinished/paths");
        File.WriteAllBytes(
            paths,
            File.ReadAllBytes(paths)[..^(System.Text.Encoding.UTF8.GetByteCount(tree.Paths[^1]) + 1)]
        );
        tree.Embed("part.parquet", "--resume").Failed(ExitCode.CannotStart, "39 pictures are done, and 40 expected");
        Assert.False(File.Exists(tree.Of("part.parquet")));
    }

    [Fact]
    public void LeavesNothingOfAProcessThatWasKilledWhileItWrote()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.LeaveUnfinished("part.parquet", "whole.parquet", 40);
        File.WriteAllText(tree.Of("part.unfinished/abc.tmp"), "half a part");
        tree.Embed("part.parquet", "--resume").Succeeded();
        Assert.Equal(
            ["part.failed.jsonl", "part.job.json", "part.parquet"],
            Directory.EnumerateFileSystemEntries(tree.Of("."), "part*").Select(Path.GetFileName).Order()
        );
    }

    private static void Delete(PictureTree tree, int first)
    {
        foreach (string path in tree.Paths.Take(first))
        {
            File.Delete(Path.Combine(tree.Root, path));
        }
    }
}
