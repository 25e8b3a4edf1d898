using ParquetSharp;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>Reads Parquet files of <c>resnetgen embed</c> by Apache Arrow, which shares no code with what writes them.</summary>
internal static class ArrowParquet
{
    public static EmbeddingRow[] ReadEmbeddings(string file)
    {
        using ParquetFileReader reader = new(file);
        List<EmbeddingRow> rows = [];
        for (int i = 0; i < reader.FileMetaData.NumRowGroups; i++)
        {
            using RowGroupReader group = reader.RowGroup(i);
            string[] paths = Read<string>("path");
            float[][] embeddings = Read<float[]>("embedding.list.element");
            int[] dimensions = Read<int>("dimensions");
            string[] models = Read<string>("model");
            string[] hashes = Read<string>("content_hash");
            rows.AddRange(
                paths.Select(
                    (path, row) => new EmbeddingRow(path, embeddings[row], dimensions[row], models[row], hashes[row])
                )
            );

            T[] Read<T>(string name)
            {
                using ColumnReader column = group.Column(reader.FileMetaData.Schema.ColumnIndex(name));
                using LogicalColumnReader<T> values = column.LogicalReader<T>();
                return values.ReadAll(checked((int)group.MetaData.NumRows));
            }
        }

        return [.. rows];
    }
}
