using System.Text;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

public class MergeTests
{
    [Theory]
    [InlineData(".parquet", 4)]
    [InlineData(".jsonl", 3)]
    [InlineData(".npy", 2)]
    [InlineData(".parquet", 60)]
    public void IsWhatOneProcessWrites(string ending, int shards)
    {
        using PictureTree tree = new();
        tree.Add("b/bad.png", [.. "no picture"u8]);
        tree.Embed("whole" + ending);
        string[] parts = tree.EmbedShards(shards, "part" + ending);
        Assert.Contains(
            $": 40 rows of {shards} parts; pictures that cannot be used: 1,",
            tree.Merge("merged" + ending, parts).Succeeded().Out
        );
        tree.Same("whole" + ending, "merged" + ending);
        tree.Same("whole.failed.jsonl", "merged.failed.jsonl");
        tree.Same("whole.job.json", "merged.job.json");
        if (ending == ".npy")
        {
            tree.Same("whole.paths.txt", "merged.paths.txt");
        }
    }

    [Fact]
    public void TakesDirectories()
    {
        using PictureTree tree = new();
        tree.Embed("whole.parquet").Succeeded();
        tree.EmbedShards(3);
        tree.Merge("merged.parquet", ".").Succeeded();
        tree.Same("whole.parquet", "merged.parquet");
        tree.Merge("merged.parquet", ".").Failed(ExitCode.CannotWrite, "--force replaces it");
        tree.Merge("other.npy", ".").Failed(ExitCode.CannotStart, "no parts with rows in .npy files");
    }

    [Fact]
    public void OfGuessesToo()
    {
        using PictureTree tree = new();
        tree.Classify("whole.parquet", "--top", "3").Succeeded();
        tree.Classify("part.parquet", "--top", "3", "--shard", "0/2").Succeeded();
        tree.Classify("part.parquet", "--top", "3", "--shard", "1/2").Succeeded();
        tree.Merge("merged.parquet", ".").Succeeded();
        tree.Same("whole.parquet", "merged.parquet");
    }

    [Fact]
    public void NeedsAllShardsOnce()
    {
        using PictureTree tree = new();
        string[] parts = tree.EmbedShards(4);
        Refused("Of 4 shards 2 are missing: 1, 3. Name their parts too, or run them: --shard 1/4.", parts[0], parts[2]);
        Refused("are both shard 2 of 4", [.. parts, parts[2]]);
        Refused("there is no such file", [.. parts, "part-00004-of-00004.parquet"]);
        tree.Embed("whole.parquet").Succeeded();
        Refused("the number of shards", [.. parts, "whole.parquet"]);

        void Refused(string message, params string[] named) =>
            tree.Merge("merged.parquet", named).Failed(ExitCode.CannotStart, message);
    }

    [Fact]
    public void NeedsWholeParts()
    {
        using PictureTree tree = new();
        string[] parts = tree.EmbedShards(2);
        tree.LeaveUnfinished(parts[1], parts[1], 3);
        tree.Merge("merged.parquet", ".")
            .Failed(ExitCode.CannotStart, "not finished. Run its task again with --resume");
        tree.Embed("part.parquet", "--shard", "1/2", "--resume").Succeeded();
        File.Move(tree.Of("part-00000-of-00002.failed.jsonl"), tree.Of("away"));
        tree.Merge("merged.parquet", parts).Failed(ExitCode.CannotStart, "it belongs to the part");
        Assert.Empty(Directory.EnumerateFiles(tree.Of("."), "merged*"));
    }

    [Fact]
    public void NeedsPartsOfOneJob()
    {
        using PictureTree tree = new();
        tree.EmbedShards(2);
        tree.Embed("part.parquet", "--shard", "1/2", "--force", "--exif").Succeeded();
        tree.Merge("merged.parquet", ".")
            .Failed(ExitCode.CannotStart, "not of one job: pictures are prepared in two ways");
        tree.Add("new.png", File.ReadAllBytes(Samples.Files[0]));
        tree.Embed("part.parquet", "--shard", "1/2", "--force").Succeeded();
        tree.Merge("merged.parquet", ".").Failed(ExitCode.CannotStart, "have not seen the same pictures: 40, and 41");
        tree.Embed("part.parquet", "--shard", "0/2", "--force").Succeeded();
        tree.Merge("merged.parquet", ".").Succeeded();
        Assert.Equal(41, tree.Rows("merged.parquet").Count);
    }

    [Theory]
    [InlineData(".parquet")]
    [InlineData(".jsonl")]
    [InlineData(".npy")]
    public void FindsDamage(string ending)
    {
        using PictureTree tree = new();
        string[] parts = tree.EmbedShards(2, "part" + ending);
        byte[] whole = File.ReadAllBytes(tree.Of(parts[1]));
        byte[] other = File.ReadAllBytes(tree.Of(parts[0]));
        foreach (byte[] damaged in (byte[][])[whole[..^5], [], [.. "PAR1 and no more"u8], other, [.. whole, 1]])
        {
            File.WriteAllBytes(tree.Of(parts[1]), damaged);
            tree.Merge("merged" + ending, parts)
                .Failed(ExitCode.CannotStart, $"{tree.Of(parts[1])}: this is not what the task has written");
        }

        Assert.Empty(Directory.EnumerateFiles(tree.Of("."), "merged*"));
        File.WriteAllBytes(tree.Of(parts[1]), whole);
        File.AppendAllText(Path.ChangeExtension(tree.Of(parts[1]), ".failed.jsonl"), "{}\n");
        tree.Merge("merged" + ending, parts).Failed(ExitCode.CannotStart, "failed.jsonl: this is not what");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"version\":\"0\"}")]
    [InlineData("{\"version\":\"1\",\"command\":\"embed\"}")]
    public void FindsADescriptionThatIsNone(string text)
    {
        using PictureTree tree = new();
        string[] parts = tree.EmbedShards(1);
        File.WriteAllBytes(tree.Of("part-00000-of-00001.job.json"), Encoding.UTF8.GetBytes(text));
        tree.Merge("merged.parquet", parts).Failed(ExitCode.CannotStart, "no description of a part that can be used");
        tree.Embed("part.parquet", "--shard", "0/1", "--resume")
            .Failed(ExitCode.CannotStart, "no description of a part");
        Assert.Equal(0, tree.Embed("part.parquet", "--shard", "0/1", "--force").ExitCode);
    }
}
