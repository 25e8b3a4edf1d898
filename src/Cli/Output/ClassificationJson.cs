using System.Text.Json;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>Guesses as one JSON document.</summary>
internal sealed class ClassificationJson(Terminal terminal, string model, string preset, Ranking ranking)
    : IPictureResults
{
    private readonly List<ClassifiedImage> _images = [];
    private readonly List<LeftOutFiles> _leftOut = [];

    public bool AppearAtOnce => false;

    public void Add(string path, ReadOnlySpan<float> values) =>
        _images.Add(new ClassifiedImage(path, Guesses: ranking.Of(values)));

    public void AddFailure(string path, string problem) => _images.Add(new ClassifiedImage(path, Error: problem));

    public void AddLeftOut(LeftOutFiles files) => _leftOut.Add(files);

    public void Complete()
    {
        ClassificationDocument document = new(model, preset, _images, _leftOut.Count > 0 ? _leftOut : null);
        terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.ClassificationDocument));
    }
}
