using System.Globalization;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>Guesses for other programs: a line a picture, fields between tabs.</summary>
internal sealed class ClassificationLines(Terminal terminal, Ranking ranking) : IPictureResults
{
    public bool AppearAtOnce => false;

    public void Add(string path, ReadOnlySpan<float> values)
    {
        IEnumerable<string> guesses = ranking
            .Of(values)
            .Select(guess =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\t{Printable.Field(guess.Label ?? $"{guess.Class}")}\t{guess.Probability:F6}"
                )
            );
        terminal.Out.WriteLine(Printable.Field(path) + string.Concat(guesses));
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
