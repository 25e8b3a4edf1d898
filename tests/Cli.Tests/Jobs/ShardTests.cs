using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

public class ShardTests
{
    [Theory]
    [InlineData("3/8", 3, 8)]
    [InlineData("0/1", 0, 1)]
    [InlineData("99999/100000", 99_999, 100_000)]
    public void IsWhatIsTyped(string text, int index, int count) =>
        Assert.Equal(new Shard(index, count), ShardOption.Parse(text, _ => null));

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID")]
    [InlineData("JOB_COMPLETION_INDEX")]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX")]
    public void IsWhatAnEngineSays(string variable) =>
        Assert.Equal(new Shard(2, 4), ShardOption.Parse("4", name => name == variable ? "2" : null));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1/4")]
    [InlineData("1/0")]
    [InlineData("4/4")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("1/100001")]
    [InlineData("1.5/3")]
    [InlineData(" 1/3")]
    [InlineData("99999999999/3")]
    public void IsRefusedOtherwise(string text) =>
        Assert.Throws<FormatException>(() => ShardOption.Parse(text, _ => null));

    [Fact]
    public void NeedsOneEngine()
    {
        Assert.Contains("none is set", Refusal("4", _ => null));
        Assert.Contains(
            "SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX are set",
            Refusal("4", name => name is "SLURM_ARRAY_TASK_ID" or "JOB_COMPLETION_INDEX" ? "1" : null)
        );
    }

    [Fact]
    public void EachTaskOfAWrongArraySaysSo()
    {
        Assert.Contains(
            "--array=0-3",
            Refusal(
                "4",
                name =>
                    name switch
                    {
                        "SLURM_ARRAY_TASK_ID" => "1",
                        "SLURM_ARRAY_TASK_MAX" => "4",
                        _ => null,
                    }
            )
        );
        Assert.Contains("'x'", Refusal("4", name => name == "JOB_COMPLETION_INDEX" ? "x" : null));
        Assert.Contains("'4'", Refusal("4", name => name == "JOB_COMPLETION_INDEX" ? "4" : null));
    }

    [Fact]
    public void NamesItsFile()
    {
        Assert.Equal("out/part-00003-of-00008.parquet", new Shard(3, 8).NameIn("out/part.parquet"));
        Assert.Equal("a.b-00000-of-00001.npy", new Shard(0, 1).NameIn("a.b.npy"));
        Assert.Matches(Shard.IsName(), "x/part-00003-of-00008.parquet");
        Assert.DoesNotMatch(Shard.IsName(), "x/part.parquet");
    }

    // Parts of other days and machines would not fit: these numbers stay.
    [Theory]
    [InlineData("a.jpg", 749)]
    [InlineData("b/ä deep/2.png", 227)]
    [InlineData("photos/2026/0001.jpg", 982)]
    public void OfAPathStays(string path, int index) =>
        Assert.Equal(index, Enumerable.Range(0, 1000).Single(one => new Shard(one, 1000).Holds(path)));

    [Fact]
    public void AreAboutAlike()
    {
        int[] sizes =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(index => Enumerable.Range(0, 8000).Count(number => new Shard(index, 8).Holds($"{number}.jpg"))),
        ];
        Assert.Equal(8000, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 900, 1100));
    }

    [Fact]
    public void GoesWithAnOutput()
    {
        Invocation.Run("embed", Samples.Directory, "--shard", "0/2").Failed(ExitCode.Usage, "--output");
        Invocation.Run("embed", Samples.Directory, "--resume").Failed(ExitCode.Usage, "--output");
        Invocation.Run("classify", Samples.Directory, "--force").Failed(ExitCode.Usage, "--output");
        Invocation
            .Run("embed", Samples.Directory, "--output", "x.parquet", "--shard", "2/2")
            .Failed(ExitCode.Usage, "from 0 to 1");
    }

    private static string Refusal(string text, Func<string, string?> environment) =>
        Assert.Throws<FormatException>(() => ShardOption.Parse(text, environment)).Message;
}
