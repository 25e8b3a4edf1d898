using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary>Apache Arrow and Parquet.Net mean the same by the columns of embeddings.</summary>
public class ArrowParquetTests
{
    [Fact]
    public async Task ArrowReadsWhatParquetNetWrites()
    {
        using TemporaryDirectory directory = new();
        string file = Path.Combine(directory.Path, "part.parquet");
        EmbeddingRow[][] groups =
        [
            [
                new EmbeddingRow("a/1.jpg", [1.5f, -0f, float.Epsilon], 3, "m", "00112233445566778899aabbccddeeff"),
                new EmbeddingRow("a/ü 2.jpg", [float.MaxValue, 0, 1 / 3f], 3, "m", "ffeeddccbbaa99887766554433221100"),
            ],
            [new EmbeddingRow("b.png", [0, 2, -4], 3, "m", "0123456789abcdef0123456789abcdef")],
        ];
        await ParquetPart.WriteAsync(file, groups);

        EmbeddingRow[] expected = [.. groups.SelectMany(rows => rows)];
        EmbeddingRow[] found = ArrowParquet.ReadEmbeddings(file);
        Assert.Equal(
            expected.Select(row => row with { Embedding = [] }),
            found.Select(row => row with { Embedding = [] })
        );
        Assert.Equal(expected.Select(Bits), found.Select(Bits));
    }

    private static int[] Bits(EmbeddingRow row) => [.. row.Embedding.Select(BitConverter.SingleToInt32Bits)];
}
