using System.Globalization;
using System.Text;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>
/// Features for other programs: a line a picture, fields between tabs, digits enough to read the same floats back.
/// </summary>
internal sealed class EmbeddingLines(Terminal terminal) : IPictureResults
{
    private readonly StringBuilder _line = new();

    public bool AppearAtOnce => terminal.Screen is not null;

    public void Add(string path, ReadOnlySpan<float> values)
    {
        _line.Clear().Append(Printable.Field(path));
        foreach (float value in values)
        {
            _line.Append(CultureInfo.InvariantCulture, $"\t{value:R}");
        }

        terminal.Out.WriteLine(_line);
    }

    public void AddFailure(string path, string problem)
    {
        // The message on standard error is all.
    }

    public void AddLeftOut(LeftOutFiles files)
    {
        // The message on standard error is all.
    }

    public void Complete()
    {
        // Each line was written at once.
    }
}
