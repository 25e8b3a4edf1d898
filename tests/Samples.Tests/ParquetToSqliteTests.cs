using System.IO.Hashing;
using System.Text;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/parquet-to-sqlite</c>.</summary>
public class ParquetToSqliteTests
{
    private const string Model = "imagenet18";

    private static readonly string Program = Sample.Built("parquet-to-sqlite", "ParquetToSqlite.dll");

    private static readonly EmbeddingRow[] First = [Row("a/1.jpg", 1, 0, -0f), Row("a/ü 2.jpg", 2, 0.1f, 1e-40f)];
    private static readonly EmbeddingRow[] Second = [Row("b/3.jpg", 0, 0, 0)];
    private static readonly EmbeddingRow[] Third = [Row("a/4.jpg", -3, 4, 1e9f), Row("c.png", 1 / 3f, 1, 1)];

    [Fact]
    public async Task AllRowsAreThereOnceWithTheirBits()
    {
        using TemporaryFolder folder = new();
        string database = folder["pictures.db"];
        string parts = Path.GetDirectoryName(folder["parts", "part-00000-of-00002.parquet"])!;
        await ParquetPart.WriteAsync(folder["parts", "part-00000-of-00002.parquet"], First, [], Second);
        await ParquetPart.WriteAsync(folder["parts", "part-00001-of-00002.parquet"], Third);

        // What stands beside parts, and a part that is being written.
        File.WriteAllText(folder["parts", "part-00000-of-00002.failed.jsonl"], "");
        File.WriteAllText(folder["parts", "part-00002-of-00003.unfinished", "job.json"], "{}");

        CommandLine run = Run(0, "fill", database, parts);
        Assert.Equal("", run.Error);
        Assert.Equal(
            [
                $"{folder["parts", "part-00000-of-00002.parquet"]}: 3 rows",
                $"{folder["parts", "part-00001-of-00002.parquet"]}: 2 rows",
                $"{database}: 5 pictures, 3 numbers by the model '{Model}'",
            ],
            Lines(run.Out)
        );
        Holds(database, [.. First, .. Second, .. Third]);

        // Again, and by the names of files, one of which is named twice.
        Run(
            0,
            "fill",
            database,
            parts,
            folder["parts", "part-00001-of-00002.parquet"],
            folder["parts", "part-00001-of-00002.parquet"]
        );
        Holds(database, [.. First, .. Second, .. Third]);
    }

    [Fact]
    public async Task LaterRowsReplaceThoseOfTheirPaths()
    {
        using TemporaryFolder folder = new();
        EmbeddingRow changed = Row("a/1.jpg", 7, 8, 9) with { ContentHash = "ffffffffffffffffffffffffffffffff" };
        await ParquetPart.WriteAsync(folder["part.parquet"], First);
        await ParquetPart.WriteAsync(folder["later.parquet"], [changed, .. Third]);
        Run(0, "fill", folder["pictures.db"], folder["part.parquet"]);
        Run(0, "fill", folder["pictures.db"], folder["later.parquet"]);
        Holds(folder["pictures.db"], [changed, First[1], .. Third]);
    }

    [Fact]
    public async Task TwoProcessesFillOneTable()
    {
        using TemporaryFolder folder = new();
        EmbeddingRow[][] groups =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => (EmbeddingRow[])[Row($"{i}/a.jpg", i, 1, 2), Row($"{i}/b.jpg", 3, 4, i)]),
        ];
        await ParquetPart.WriteAsync(folder["part-0.parquet"], groups[..20]);
        await ParquetPart.WriteAsync(folder["part-1.parquet"], groups[20..]);
        await Task.WhenAll(
            Task.Run(() => Run(0, "fill", folder["pictures.db"], folder["part-0.parquet"])),
            Task.Run(() => Run(0, "fill", folder["pictures.db"], folder["part-1.parquet"]))
        );
        Holds(folder["pictures.db"], [.. groups.SelectMany(rows => rows)]);
    }

    [Fact]
    public async Task MostSimilarComeFirst()
    {
        using TemporaryFolder folder = new();
        string database = folder["pictures.db"];
        await ParquetPart.WriteAsync(
            folder["part.parquet"],
            [Row("wanted.jpg", 1, 1, 0), Row("far.jpg", -1, 0, 0), Row("near.jpg", 20, 20, 1)],
            [Row("black.jpg", 0, 0, 0), Row("half.jpg", 0.5f, 0, 0)]
        );
        Run(0, "fill", database, folder["part.parquet"]);

        // 40 / (sqrt 2 sqrt 801), and 1 / sqrt 2.
        string[] expected = ["0.999  near.jpg", "0.707  half.jpg", "0.000  black.jpg", "-0.707  far.jpg"];
        Assert.Equal(expected, Lines(Run(0, "search", database, "wanted.jpg").Out));
        Assert.Equal(expected[..2], Lines(Run(0, "search", database, "wanted.jpg", "2").Out));
        Refuses("other.jpg: not among the 5 pictures", "search", database, "other.jpg");
        Refuses("none.db: expected a database that 'fill' makes", "search", folder["none.db"], "wanted.jpg");
        Assert.False(File.Exists(folder["none.db"]));
    }

    [Fact]
    public async Task PartsOfAnotherModelAreRefused()
    {
        using TemporaryFolder folder = new();
        string database = folder["pictures.db"];
        EmbeddingRow other = Row("other.jpg", 1, 2, 3) with { Model = "another" };
        EmbeddingRow longer = new("longer.jpg", [1, 2, 3, 4], 4, Model, new string('0', 32));
        await ParquetPart.WriteAsync(folder["part.parquet"], First);
        await ParquetPart.WriteAsync(folder["other.parquet"], Second, [other]);
        await ParquetPart.WriteAsync(folder["mixed.parquet"], [Second[0], other]);
        await ParquetPart.WriteAsync(folder["longer.parquet"], [longer]);
        string[] another = ["found embeddings of 3 numbers by the model 'another'", "expected those of 3 numbers by"];

        // Among themselves: nothing is made.
        Refuses(another, "fill", database, folder["part.parquet"], folder["other.parquet"]);
        Assert.False(File.Exists(database));

        Run(0, "fill", database, folder["part.parquet"]);
        await ParquetPart.WriteAsync(folder["other.parquet"], [other]);
        Refuses(another, "fill", database, folder["other.parquet"]);
        Refuses(
            ["of 4 numbers by the model 'imagenet18'", "fill another database"],
            "fill",
            database,
            folder["longer.parquet"]
        );
        Refuses("row group 1 of 1 cannot be used: its rows are of", "fill", database, folder["mixed.parquet"]);
        Holds(database, First);
    }

    [Fact]
    public async Task WhatIsNoPartIsRefused()
    {
        using TemporaryFolder folder = new();
        string database = folder["pictures.db"];
        string part = folder["part.parquet"];
        await ParquetPart.WriteAsync(part, First);
        File.WriteAllBytes(folder["cut.parquet"], File.ReadAllBytes(part)[..^20]);
        File.WriteAllText(folder["text.parquet"], "no Parquet");
        File.WriteAllText(folder["empty.parquet"], "");
        foreach (string file in (string[])["cut.parquet", "text.parquet", "empty.parquet"])
        {
            Refuses([$"{folder[file]}: expected a Parquet file", "--force"], "fill", database, part, folder[file]);
        }

        DataField<string> path = new("path", nullable: false);
        DataField<double> probability = new("probability", nullable: false);
        await using (FileStream stream = File.Create(folder["foreign.parquet"]))
        await using (
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, probability), stream)
        )
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(path, ["a.jpg"]);
            await group.WriteAsync<double>(probability, new double[] { 1 }.AsMemory());
        }

        Refuses(
            [
                "found the columns path (text), probability (Double); expected path (text), embedding/list/element (Single)",
            ],
            "fill",
            database,
            part,
            folder["foreign.parquet"]
        );
        Refuses("Could not find file", "fill", database, part, folder["none.parquet"]);
        Refuses("found no file *.parquet", "fill", database, part, Path.GetDirectoryName(folder["none", "x"])!);
        Assert.False(File.Exists(database));

        Refuses("text.parquet: expected a database", "fill", folder["text.parquet"], part);
        Assert.Equal("no Parquet", File.ReadAllText(folder["text.parquet"]));
        Assert.StartsWith("Usage: ", Run(2, "fill", database).Error);
    }

    /// <summary>Of a row group, all rows or none.</summary>
    [Fact]
    public async Task DamagedRowGroupLeavesNothing()
    {
        using TemporaryFolder folder = new();
        string database = folder["pictures.db"];
        string part = folder["part.parquet"];
        await ParquetPart.WriteAsync(part, First, Third);
        long page;
        await using (ParquetReader reader = await ParquetReader.CreateAsync(part))
        {
            DataField column = reader.Schema.DataFields.Single(field => field.ClrType == typeof(float));
            page = reader.RowGroups[1].GetMetadata(column)!.MetaData!.DataPageOffset;
        }

        byte[] bytes = File.ReadAllBytes(part);
        bytes.AsSpan((int)page, 16).Clear();
        File.WriteAllBytes(part, bytes);
        Refuses(
            [$"{part}: row group 2 of 2 cannot be used: embedding/list/element cannot be read", "--force"],
            "fill",
            database,
            part
        );
        Holds(database, First);

        await ParquetPart.WriteAsync(part, First, [Third[0], Third[1] with { Embedding = [1, float.NaN, 3] }]);
        Refuses(["found an embedding of 'c.png' that is not finite"], "fill", database, part);
        Holds(database, First);

        // Six numbers in all, but not three in each.
        EmbeddingRow[] uneven = [Third[0] with { Embedding = [1, 2] }, Third[1] with { Embedding = [3, 4, 5, 6] }];
        await ParquetPart.WriteAsync(part, First, uneven);
        Refuses(["6 numbers in 2 rows, which are not 3 numbers by"], "fill", database, part);
        Holds(database, First);

        await ParquetPart.WriteAsync(part, First, [Third[0] with { Embedding = [1, 2] }]);
        Refuses(["2 numbers in 1 rows, which are not 3 numbers by"], "fill", database, part);
        Holds(database, First);
    }

    /// <summary>From pictures to the most similar one, by way of the command line.</summary>
    [Fact]
    public void PicturesAreFoundThatTheCommandLineHasEmbedded()
    {
        using TemporaryFolder folder = new();
        (string Path, string Photograph)[] pictures =
        [
            ("cat.png", "chelsea"),
            ("grey/camera.png", "camera"),
            ("table/coffee.png", "coffee"),
        ];
        foreach ((string path, string photograph) in pictures)
        {
            File.Copy(Sample.Photograph(photograph), folder["pictures", path]);
        }

        string parts = Path.GetDirectoryName(folder["parts", "part.parquet"])!;
        string commandLine = Path.Combine(
            TestProject.Repository,
            "src",
            "Cli",
            "bin",
            TestProject.Configuration,
            "net10.0",
            "resnetgen.dll"
        );
        for (int shard = 0; shard < 2; shard++)
        {
            string[] embed = ["embed", Path.GetDirectoryName(folder["pictures", "x"])!];
            string[] output = ["--output", folder["parts", "part.parquet"], "--shard", $"{shard}/2"];
            Assert.Equal(
                0,
                CommandLine.Run(TestProject.Repository, null, "dotnet", [commandLine, .. embed, .. output]).ExitCode
            );
        }

        Run(0, "fill", folder["pictures.db"], parts);
        using (SqliteConnection connection = Open(folder["pictures.db"]))
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT path, content_hash FROM embedding ORDER BY path";
            using SqliteDataReader reader = command.ExecuteReader();
            foreach ((string path, string photograph) in pictures)
            {
                Assert.True(reader.Read());
                string hash = Convert.ToHexStringLower(
                    XxHash128.Hash(File.ReadAllBytes(Sample.Photograph(photograph)))
                );
                Assert.Equal((path, hash), (reader.GetString(0), reader.GetString(1)));
            }

            Assert.False(reader.Read());
        }

        // The cosines of the features that ONNX Runtime gives.
        Assert.Equal(
            ["0.227  grey/camera.png", "0.216  table/coffee.png"],
            Lines(Run(0, "search", folder["pictures.db"], "cat.png").Out)
        );
    }

    private static EmbeddingRow Row(string path, params float[] embedding) =>
        new(
            path,
            embedding,
            embedding.Length,
            Model,
            Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(path)))
        );

    private static void Holds(string database, EmbeddingRow[] expected)
    {
        using SqliteConnection connection = Open(database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT path, content_hash, norm, vector FROM embedding ORDER BY path";
        using SqliteDataReader reader = command.ExecuteReader();
        foreach (EmbeddingRow row in expected.OrderBy(row => row.Path, StringComparer.Ordinal))
        {
            Assert.True(reader.Read(), $"{row.Path} is missing");
            Assert.Equal((row.Path, row.ContentHash), (reader.GetString(0), reader.GetString(1)));
            double norm = Math.Sqrt(row.Embedding.Sum(value => (double)value * value));
            Assert.Equal(norm, reader.GetDouble(2), 1e-6 * norm);
            Assert.Equal(row.Embedding.SelectMany(BitConverter.GetBytes), (byte[])reader[3]);
        }

        Assert.False(reader.Read(), "a row is too many");
    }

    private static SqliteConnection Open(string database)
    {
        SqliteConnection connection = new($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Refuses(string message, params string[] arguments) => Refuses([message], arguments);

    private static void Refuses(string[] messages, params string[] arguments)
    {
        CommandLine run = Run(1, arguments);
        string line = Assert.Single(Lines(run.Error));
        Assert.All(messages, message => Assert.Contains(message, line));
    }

    private static string[] Lines(string text) =>
        text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static CommandLine Run(int exitCode, params string[] arguments)
    {
        CommandLine run = CommandLine.Run(TestProject.Repository, null, "dotnet", [Program, .. arguments]);
        Assert.True(run.ExitCode == exitCode, $"exit code {run.ExitCode}\n{run.Out}\n{run.Error}");
        return run;
    }
}
