using Parquet;
using Parquet.Schema;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>Writes Parquet files with the columns of <c>resnetgen embed</c>, and what they would never have in them.</summary>
internal static class ParquetPart
{
    private static readonly DataField<string> Path = new("path", nullable: false);
    private static readonly DataField<float> Element = new("element", nullable: false);
    private static readonly ListField Embedding = new("embedding", Element);
    private static readonly DataField<int> Dimensions = new("dimensions", nullable: false);
    private static readonly DataField<string> Model = new("model", nullable: false);
    private static readonly DataField<string> ContentHash = new("content_hash", nullable: false);

    /// <param name="file">The file to write.</param>
    /// <param name="rowGroups">The rows of each row group. Embeddings may have other lengths than their dimensions.</param>
    public static async Task WriteAsync(string file, params EmbeddingRow[][] rowGroups)
    {
        ParquetSchema schema = new(Path, Embedding, Dimensions, Model, ContentHash);
        await using FileStream stream = File.Create(file);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (EmbeddingRow[] rows in rowGroups)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            float[] numbers = [.. rows.SelectMany(row => row.Embedding)];
            int[] definitions = [.. numbers.Select(_ => Element.MaxDefinitionLevel)];
            int[] repetitions = [.. rows.SelectMany(row => row.Embedding.Select((_, i) => i == 0 ? 0 : 1))];
            await group.WriteAsync(Path, [.. rows.Select(row => row.Path)]);
            await group.WriteAllPartsAsync<float>(Element, numbers, definitions, repetitions, default);
            await group.WriteAsync<int>(Dimensions, rows.Select(row => row.Dimensions).ToArray().AsMemory());
            await group.WriteAsync(Model, [.. rows.Select(row => row.Model)]);
            await group.WriteAsync(ContentHash, [.. rows.Select(row => row.ContentHash)]);
            group.CompleteValidate();
        }
    }
}
