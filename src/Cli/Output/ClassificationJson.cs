using System.Text.Json;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>Guesses as one JSON document.</summary>
internal sealed class ClassificationJson(Terminal terminal, string model, string preset, Ranking ranking) : IPictureResults
{
    private readonly List<ClassifiedImage> _images = [];

    public bool AppearAtOnce => false;

    public void Add(string path, ReadOnlySpan<float> values) => _images.Add(new ClassifiedImage(path, Guesses: ranking.Of(values)));

    public void AddFailure(string path, string problem) => _images.Add(new ClassifiedImage(path, Error: problem));

    public void Complete()
    {
        ClassificationDocument document = new(model, preset, _images);
        terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.ClassificationDocument));
    }
}
