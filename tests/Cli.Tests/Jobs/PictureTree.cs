using System.Globalization;
using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

/// <summary>Forty pictures of garments in directories in directories, and what commands make of them.</summary>
internal sealed class PictureTree : IDisposable
{
    /// <summary>The network: small, and part of the program.</summary>
    public const string Model = "fashion-resnet20";

    private const int Pictures = 40;

    private readonly TemporaryDirectory _directory = new();

    public PictureTree()
    {
        for (int index = 0; index < Pictures; index++)
        {
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{(index % 3 == 0 ? "" : index % 3 == 1 ? "b/" : "b/ä deep/")}{index}.png"
            );
            Add(name, File.ReadAllBytes(Samples.Files[index % Samples.Files.Count]));
        }
    }

    /// <summary>The directory of the pictures.</summary>
    public string Root => Path.Combine(_directory.Path, "pictures");

    /// <summary>Their relative paths, in the order of rows.</summary>
    public IReadOnlyList<string> Paths =>
        [
            .. Directory
                .EnumerateFiles(Root, "*.png", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    public void Add(string path, byte[] content)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    /// <summary>A file beside the pictures.</summary>
    public string Of(string name) => Path.Combine(_directory.Path, name);

    /// <summary>The features of the pictures, written to a file beside them.</summary>
    public Invocation Embed(string output, params string[] more) =>
        Invocation.Run(["embed", Root, "--model", Model, "--output", Of(output), .. more]);

    public Invocation Classify(string output, params string[] more) =>
        Invocation.Run(["classify", Root, "--output", Of(output), .. more]);

    public Invocation Merge(string output, params string[] parts) =>
        Invocation.Run(["merge", .. parts.Select(Of), "--output", Of(output)]);

    /// <summary>The parts of all shards.</summary>
    public string[] EmbedShards(int count, string output = "part.parquet") =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(index =>
                {
                    Assert.Equal(0, Embed(output, "--shard", $"{index}/{count}").ExitCode);
                    return Path.GetFileName(new Shard(index, count).NameIn(output));
                }),
        ];

    /// <summary>Rows of a part.</summary>
    public IReadOnlyList<PartRow> Rows(string name)
    {
        PartFiles part = new(Of(name));
        return [.. part.Format.Read(part, JobDescription.Read(part.Description))];
    }

    public void Same(string one, string other) =>
        Assert.Equal(File.ReadAllBytes(Of(one)), File.ReadAllBytes(Of(other)));

    /// <summary>
    /// What a crash leaves that comes after some pictures: the rows are those of a whole part.
    /// </summary>
    public void LeaveUnfinished(string name, string whole, int done)
    {
        PartFiles part = new(Of(name));
        using Unfinished unfinished = Unfinished.Enter(part);
        JobDescription job = JobDescription.Read(new PartFiles(Of(whole)).Description) with
        {
            Rows = null,
            Failed = null,
            Files = null,
        };
        unfinished.Begin(job, Paths, CancellationToken.None);
        using Journal journal = unfinished.OpenJournal(CancellationToken.None);
        foreach (PartRow row in Rows(whole).Take(done))
        {
            journal.Add(row);
        }
    }

    /// <summary>Features as the network gives them.</summary>
    public float[] Features(string path)
    {
        using IImageModel model = new FashionModel().Load(weights: null, threads: 1);
        float[] features = new float[model.Network.EmbeddingLength];
        model.Embed(Imaging.Preprocessing.FashionMnist.Apply(Imaging.Picture.Load(Path.Combine(Root, path))), features);
        return features;
    }

    public void Dispose() => _directory.Dispose();
}
