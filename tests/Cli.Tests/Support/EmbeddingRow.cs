namespace ResNetGen.Cli.Tests.Support;

/// <summary>A row of the Parquet file that <c>resnetgen embed</c> writes.</summary>
internal sealed record EmbeddingRow(string Path, float[] Embedding, int Dimensions, string Model, string ContentHash);
