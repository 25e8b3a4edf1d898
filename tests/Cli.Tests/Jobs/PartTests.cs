using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

/// <summary>What is written, by what others read.</summary>
public class PartTests
{
    [Fact]
    public void JsonLinesHaveTheFeatures()
    {
        using PictureTree tree = new();
        tree.Embed("x.jsonl").Succeeded();
        string[] lines = File.ReadAllLines(tree.Of("x.jsonl"));
        Assert.Equal(tree.Paths.Count, lines.Length);
        JsonElement line = JsonDocument.Parse(lines[7]).RootElement;
        Assert.Equal(
            ["path", "embedding", "model", "contentHash"],
            line.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(tree.Paths[7], line.GetProperty("path").GetString());
        Assert.Equal(PictureTree.Model, line.GetProperty("model").GetString());
        Assert.Equal(Hash(tree, tree.Paths[7]), line.GetProperty("contentHash").GetString());
        Assert.Equal(
            tree.Features(tree.Paths[7]),
            line.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle())
        );
    }

    [Fact]
    public void NpyIsAnArrayOfTheFeatures()
    {
        using PictureTree tree = new();
        tree.Embed("x.npy").Succeeded();
        Assert.Equal(tree.Paths, File.ReadAllLines(tree.Of("x.paths.txt")));
        byte[] bytes = File.ReadAllBytes(tree.Of("x.npy"));
        const int Header = 128;
        Assert.Equal(Header + (tree.Paths.Count * 64 * sizeof(float)), bytes.Length);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, Header - 10, 0], bytes[..10]);
        Assert.StartsWith(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 64), }  ",
            System.Text.Encoding.ASCII.GetString(bytes, 10, Header - 10)
        );
        Assert.Equal((byte)'\n', bytes[Header - 1]);
        Assert.Equal(
            tree.Features(tree.Paths[7]),
            Enumerable
                .Range(0, 64)
                .Select(index => BitConverter.ToSingle(bytes, Header + (((7 * 64) + index) * sizeof(float))))
        );
    }

    [Fact]
    public void ParquetHasTheSameRows()
    {
        using PictureTree tree = new();
        tree.Embed("x.parquet").Succeeded();
        EmbeddingRow[] rows = ArrowParquet.ReadEmbeddings(tree.Of("x.parquet"));
        Assert.Equal(tree.Paths, rows.Select(row => row.Path));
        Assert.All(
            rows,
            row =>
            {
                Assert.Equal(tree.Features(row.Path), row.Embedding);
                Assert.Equal(
                    (64, PictureTree.Model, Hash(tree, row.Path)),
                    (row.Dimensions, row.Model, row.ContentHash)
                );
            }
        );
    }

    [Theory]
    [InlineData(".parquet", 1)]
    [InlineData(".parquet", 3)]
    [InlineData(".jsonl", 1)]
    [InlineData(".jsonl", 3)]
    public void GuessesAreThoseOfStandardOutput(string ending, int top)
    {
        using PictureTree tree = new();
        string count = top.ToString(CultureInfo.InvariantCulture);
        tree.Classify("x" + ending, "--top", count).Succeeded();
        Invocation shown = Invocation
            .Run(["classify", .. tree.Paths.Select(path => Path.Combine(tree.Root, path)), "--json", "--top", count])
            .Succeeded();
        JsonElement[] images = [.. shown.Json().GetProperty("images").EnumerateArray()];
        IReadOnlyList<PartRow> rows = tree.Rows("x" + ending);
        Assert.Equal(tree.Paths, rows.Select(row => row.Path));
        foreach ((PartRow row, JsonElement image) in rows.Zip(images))
        {
            JsonElement[] guesses = [.. image.GetProperty("guesses").EnumerateArray()];
            Assert.Equal(guesses.Select(guess => guess.GetProperty("class").GetInt32()), row.Classes);
            Assert.Equal(guesses.Select(guess => guess.GetProperty("probability").GetSingle()), row.Values);
        }
    }

    [Fact]
    public void NpyHasTheProbabilitiesOfAllClasses()
    {
        using PictureTree tree = new();
        tree.Classify("x.npy").Succeeded();
        tree.Classify("x.jsonl", "--top", "10").Failed(ExitCode.CannotWrite, "there is a file already");
        tree.Classify("y.jsonl", "--top", "10").Succeeded();
        foreach ((PartRow row, PartRow ranked) in tree.Rows("x.npy").Zip(tree.Rows("y.jsonl")))
        {
            Assert.Equal(10, row.Values.Length);
            Assert.Equal(ranked.Values, ranked.Classes.Select(one => row.Values[one]));
        }
    }

    [Fact]
    public void LabelsAreInTheRows()
    {
        using PictureTree tree = new();
        tree.Classify("x.jsonl").Succeeded();
        JsonElement line = JsonDocument.Parse(File.ReadLines(tree.Of("x.jsonl")).First()).RootElement;
        Assert.Equal(
            Path.GetFileName(Samples.Files[0])[..^"-1.png".Length],
            Samples.NameOf(line.GetProperty("guesses")[0].GetProperty("label").GetString()!)
        );
    }

    [Fact]
    public void PicturesThatCannotBeUsedAreInAFileOfTheirOwn()
    {
        using PictureTree tree = new();
        IReadOnlyList<string> good = tree.Paths;
        for (int index = 0; index < 15; index++)
        {
            tree.Add($"bad {index}.png", [.. "no picture"u8]);
        }

        Invocation run = tree.Embed("x.parquet");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("pictures that cannot be used: 15,", run.Out);
        Assert.Equal(11, run.Error.Split("resnetgen: ").Length - 1);
        Assert.Equal(good, tree.Rows("x.parquet").Select(row => row.Path));
        JsonElement[] failed =
        [
            .. File.ReadLines(tree.Of("x.failed.jsonl")).Select(line => JsonDocument.Parse(line).RootElement),
        ];
        Assert.Equal(tree.Paths.Except(good), failed.Select(line => line.GetProperty("path").GetString()));
        Assert.All(failed, line => Assert.Contains("of no format known", line.GetProperty("error").GetString()));
    }

    [Fact]
    public void NotOnePictureIsAFailure()
    {
        using PictureTree tree = new();
        File.WriteAllText(tree.Of("list.txt"), "pictures/none.png\n");
        Invocation run = Invocation.Run(
            "embed",
            tree.Of("list.txt"),
            "--model",
            PictureTree.Model,
            "--output",
            tree.Of("x.jsonl")
        );
        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        Assert.Equal("", File.ReadAllText(tree.Of("x.jsonl")));
    }

    [Fact]
    public void AListOfLinesCannotHoldEveryName()
    {
        using PictureTree tree = new();
        tree.Add("a\nb.png", File.ReadAllBytes(Samples.Files[0]));
        Assert.Equal(0, tree.Embed("x.npy").ExitCode);
        Assert.Equal(40, File.ReadAllLines(tree.Of("x.paths.txt")).Length);
        Assert.Contains("a line break", File.ReadAllText(tree.Of("x.failed.jsonl")));
        tree.Embed("y.jsonl").Succeeded();
        Assert.Equal("a\nb.png", tree.Rows("y.jsonl")[14].Path);
    }

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x")]
    [InlineData("x.npz")]
    public void TheEndingSaysTheFormat(string name)
    {
        using PictureTree tree = new();
        tree.Embed(name).Failed(ExitCode.Usage, ".parquet, .npy, .jsonl");
    }

    private static string Hash(PictureTree tree, string path) =>
        Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(Path.Combine(tree.Root, path))));
}
