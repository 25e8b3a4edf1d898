namespace Samples.ParquetToSqlite;

/// <summary>The rows of a row group: paths, hashes of the pictures' files, and embeddings one after the other.</summary>
public sealed record EmbeddingRows(
    string File,
    EmbeddingModel Model,
    string[] Paths,
    string[] Hashes,
    ReadOnlyMemory<float> Embeddings
)
{
    /// <summary>The embedding of a row.</summary>
    public ReadOnlySpan<float> Embedding(int row) => Embeddings.Span.Slice(row * Model.Dimensions, Model.Dimensions);
}
