using System.Text.Json;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>Features as JSON Lines: a document a picture.</summary>
internal sealed class EmbeddingJson(Terminal terminal) : IPictureResults
{
    public bool AppearAtOnce => terminal.Screen is not null;

    public void Add(string path, ReadOnlySpan<float> values) =>
        Write(new EmbeddingDocument(path, Embedding: values.ToArray()));

    public void AddFailure(string path, string problem) => Write(new EmbeddingDocument(path, Error: problem));

    public void AddLeftOut(LeftOutFiles files)
    {
        // A line is a picture; the message on standard error is all.
    }

    public void Complete()
    {
        // Each line was written at once.
    }

    private void Write(EmbeddingDocument document) =>
        terminal.Out.WriteLine(JsonSerializer.Serialize(document, LineJson.Default.EmbeddingDocument));
}
