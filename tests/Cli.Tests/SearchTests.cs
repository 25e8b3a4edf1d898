using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

public sealed class SearchTests : IDisposable
{
    private const string IndexName = ".resnetgen-index.safetensors";

    private readonly TemporaryDirectory _photos = new();
    private readonly string _query = Samples.Of("bag");

    public SearchTests()
    {
        Directory.CreateDirectory(Path.Combine(_photos.Path, "more", "deeper"));
        Directory.CreateDirectory(Path.Combine(_photos.Path, ".hidden"));
        foreach (string file in Samples.Files)
        {
            string below = Path.GetFileName(file).StartsWith('s') ? "more/deeper" : "";
            File.Copy(file, Path.Combine(_photos.Path, below, Path.GetFileName(file)));
        }

        File.Copy(_query, Path.Combine(_photos.Path, ".hidden", "copy.png"));
        File.Copy(_query, Path.Combine(_photos.Path, ".copy.png"));
    }

    public void Dispose() => _photos.Dispose();

    [Fact]
    public void TheMostSimilarComeFirstByTheCosineOfTheirFeatures()
    {
        File.Delete(Photo("bag-1.png"));
        string[] lines = [.. Search("--preset", "fashion-mnist").Succeeded().Lines];
        double[] query = Features(_query);
        (string Path, double Cosine)[] expected =
        [
            .. Directory
                .EnumerateFiles(_photos.Path, "*-1.png", SearchOption.AllDirectories)
                .Select(path => (path, Cosine(query, Features(path))))
                .OrderByDescending(pair => pair.Item2),
        ];
        Assert.Equal(9, lines.Length);
        Assert.Equal(expected.Select(pair => pair.Path), lines.Select(line => line.Split('\t')[0]));
        Assert.All(
            lines.Zip(expected),
            pair =>
                Assert.Equal(
                    pair.Second.Cosine,
                    double.Parse(pair.First.Split('\t')[1], CultureInfo.InvariantCulture),
                    1e-5
                )
        );
    }

    [Fact]
    public void ACopyIsCalledIdenticalAndTheQueryIsNoResult()
    {
        string query = Photo("bag-1.png");
        string[] paths = Paths(Invocation.Run(Arguments(query)).Succeeded());
        Assert.Equal(9, paths.Length);
        Assert.DoesNotContain(query, paths);

        File.Copy(query, Photo("more", "other.png"));
        Invocation run = Invocation.Run(Arguments(query, "--top", "1")).Succeeded();
        Assert.Equal($"{Photo("more", "other.png")}\t1.000000\tidentical", Assert.Single(run.Lines));
    }

    [Fact]
    public void TheIndexIsBroughtUpToDate()
    {
        Invocation first = Search().Succeeded();
        byte[] index = File.ReadAllBytes(Photo(IndexName));
        Assert.Equal(first.Out, Search().Succeeded().Out);
        Assert.Equal(index, File.ReadAllBytes(Photo(IndexName)));

        File.Delete(Photo("coat-1.png"));
        File.Move(Photo("bag-1.png"), Photo("renamed.png"));
        string[] paths = Paths(Search().Succeeded());
        Assert.Equal(Photo("renamed.png"), paths[0]);
        Assert.DoesNotContain(Photo("coat-1.png"), paths);
    }

    [Fact]
    public void JsonSaysAllOfIt()
    {
        _photos.Write("broken.png", "no picture");
        _photos.Write("holiday.heic", "a picture that is not read");
        Invocation run = Search("--json", "--top", "2");
        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        JsonElement document = run.Json();
        Assert.Equal("fashion-resnet20", document.GetProperty("model").GetString());
        Assert.Equal(_query, document.GetProperty("query").GetString());
        Assert.Equal(11, document.GetProperty("pictures").GetInt32());
        JsonElement[] results = [.. document.GetProperty("results").EnumerateArray()];
        Assert.Equal(2, results.Length);
        Assert.Equal(Photo("bag-1.png"), results[0].GetProperty("path").GetString());
        Assert.Equal(1, results[0].GetProperty("similarity").GetSingle());
        Assert.True(results[0].GetProperty("identical").GetBoolean());
        Assert.False(results[1].GetProperty("identical").GetBoolean());
        JsonElement unreadable = Assert.Single(document.GetProperty("unreadable").EnumerateArray());
        Assert.Equal(Photo("broken.png"), unreadable.GetProperty("path").GetString());
        Assert.Contains("HEIF", Assert.Single(document.GetProperty("notes").EnumerateArray()).GetString());
    }

    [Fact]
    public void AQueryThatCannotBeReadStopsItBeforeTheWork()
    {
        Invocation.Run(Arguments("missing.png")).Failed(ExitCode.PictureFailed, "missing.png");
        Invocation.Run(Arguments(_photos.Path)).Failed(ExitCode.PictureFailed, "a directory");
        Assert.False(File.Exists(Photo(IndexName)));
    }

    [Fact]
    public void ADirectoryWithoutPicturesIsSaid()
    {
        using TemporaryDirectory empty = new();
        string[] common = ["--model", "fashion-resnet20"];
        Invocation
            .Run(["search", _query, empty.Path, .. common])
            .Failed(ExitCode.CannotStart, "no PNG, JPEG or BMP file");
        Invocation
            .Run(["search", _query, Path.Combine(empty.Path, "none"), .. common])
            .Failed(ExitCode.CannotStart, "there is no such directory");
        Invocation.Run(["search", _query, _query, .. common]).Failed(ExitCode.CannotStart, "this is a file");
    }

    [Fact]
    public void TheIndexMayBeElsewhere()
    {
        using TemporaryDirectory other = new();
        string index = Path.Combine(other.Path, "photos.safetensors");
        Search("--index", index).Succeeded();
        Assert.True(File.Exists(index));
        Assert.False(File.Exists(Photo(IndexName)));
    }

    [Fact]
    public void AnIndexThatCannotBeKeptIsSaidWithTheWayOut()
    {
        Search("--index", Path.Combine(_photos.Path, "none", "index")).Failed(ExitCode.CannotWrite, "--index");
        Directory.CreateDirectory(Photo(IndexName));
        Search().Failed(ExitCode.CannotWrite, "--index");
    }

    [Fact]
    public void AnotherFileIsNoIndexAndStays()
    {
        string diary = _photos.Write("diary.txt", "Dear diary, today I searched all of my photographs at last.");
        string content = File.ReadAllText(diary);
        Search("--index", diary).Failed(ExitCode.CannotStart, "no index");
        Search("--index", _query).Failed(ExitCode.CannotStart, "no index");
        Assert.Equal(content, File.ReadAllText(diary));
    }

    [Fact]
    public void AnotherNetworkMakesItAnewAndSaysSo()
    {
        Search().Succeeded();
        Invocation run = Search("--preset", "fashion-mnist");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("made anew", run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Search("--preset", "fashion-mnist").Succeeded();
    }

    private string Photo(params string[] parts) => Path.Combine([_photos.Path, .. parts]);

    private string[] Arguments(string query, params string[] options) =>
        ["search", query, _photos.Path, "--model", "fashion-resnet20", .. options];

    private Invocation Search(params string[] options) => Invocation.Run(Arguments(_query, options));

    private static string[] Paths(Invocation run) => [.. run.Lines.Select(line => line.Split('\t')[0])];

    private static double[] Features(string path) =>
        [
            .. Invocation
                .Run("embed", path, "--model", "fashion-resnet20")
                .Succeeded()
                .Lines[0]
                .Split('\t')[1..]
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];

    private static double Cosine(double[] one, double[] other) =>
        one.Zip(other, (x, y) => x * y).Sum() / Math.Sqrt(one.Sum(x => x * x) * other.Sum(y => y * y));
}
