using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>Guesses for somebody at a screen.</summary>
internal sealed class ClassificationTable(Terminal terminal, int guesses, Ranking ranking) : IPictureResults
{
    private readonly TextTable _table = new([
        new Column("Picture", Wraps: true),
        .. Enumerable.Range(1, guesses).SelectMany(Columns),
    ]);

    private bool _any;

    public bool AppearAtOnce => false;

    public void Add(string path, ReadOnlySpan<float> values)
    {
        _any = true;
        _table.Add([path, .. ranking.Of(values).SelectMany(Cells)]);
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
        if (_any)
        {
            _table.Write(terminal);
        }
    }

    private static Column[] Columns(int rank) =>
        [new Column(rank == 1 ? "Class" : $"Guess {rank}"), new Column("", IsNumber: true)];

    private static string[] Cells(Guess guess) =>
        [guess.Label ?? $"{guess.Class}", Quantity.Percent(guess.Probability)];
}
