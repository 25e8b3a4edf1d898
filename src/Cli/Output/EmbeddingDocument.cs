namespace ResNetGen.Cli.Output;

/// <summary>A line of <c>embed --json</c>: features, or the error for which there are none.</summary>
internal sealed record EmbeddingDocument(string Path, float[]? Embedding = null, string? Error = null);
