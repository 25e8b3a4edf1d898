using System.Globalization;
using ResNetGen.Cli.Learning;
using ResNetGen.Transfer;
using static System.FormattableString;

namespace ResNetGen.Cli.Output;

/// <summary>A report as text.</summary>
internal static class ReportText
{
    // More classes make a table that nobody reads: then the pairs that are mixed up most are shown.
    private const int MostColumns = 16;
    private const int MostPairs = 12;

    /// <summary>"90.9 % right (179 of 197; 95 % confidence: 86.0 to 94.1 %)".</summary>
    public static string Accuracy(ConfusionMatrix confusion)
    {
        (double low, double high) = confusion.Interval;
        string interval = Invariant($"{100 * low:F1} to {100 * high:F1} %");
        return $"{Quantity.Percent(confusion.Accuracy)} right ({confusion.Correct} of {confusion.Count}; 95 % confidence: {interval})";
    }

    public static void Write(Terminal terminal, Report report)
    {
        ConfusionMatrix confusion = report.Confusion;
        TextTable classes = new(
            new Column("Class", Wraps: true),
            new Column("Pictures", IsNumber: true),
            new Column("Precision", IsNumber: true),
            new Column("Recall", IsNumber: true)
        );
        for (int label = 0; label < confusion.Labels.Count; label++)
        {
            classes.Add(
                confusion.Labels[label],
                confusion.CountOf(label).ToString(CultureInfo.InvariantCulture),
                Quantity.Percent(confusion.PrecisionOf(label)),
                Quantity.Percent(confusion.RecallOf(label))
            );
        }

        classes.Write(terminal);
        terminal.Out.WriteLine();
        if (confusion.Labels.Count <= MostColumns)
        {
            WriteMatrix(terminal, confusion);
        }
        else
        {
            WritePairs(terminal, confusion);
        }

        WriteDoubts(terminal, report.Doubts);
    }

    private static void WriteMatrix(Terminal terminal, ConfusionMatrix confusion)
    {
        int count = confusion.Labels.Count;
        terminal.Out.WriteLine("A row for what pictures are, a column for what they were taken for:");
        TextTable table = new([
            new Column(""),
            .. Enumerable.Range(0, count).Select(label => new Column(Letter(label), IsNumber: true)),
        ]);
        for (int actual = 0; actual < count; actual++)
        {
            table.Add([
                $"{Letter(actual)} {confusion.Labels[actual]}",
                .. Enumerable
                    .Range(0, count)
                    .Select(predicted => confusion[actual, predicted])
                    .Select(number => number == 0 ? "." : number.ToString(CultureInfo.InvariantCulture)),
            ]);
        }

        table.Write(terminal);
        terminal.Out.WriteLine();
    }

    private static void WritePairs(Terminal terminal, ConfusionMatrix confusion)
    {
        int count = confusion.Labels.Count;
        (int Actual, int Predicted, int Pictures)[] pairs =
        [
            .. Enumerable
                .Range(0, count)
                .SelectMany(actual =>
                    Enumerable.Range(0, count).Select(predicted => (actual, predicted, confusion[actual, predicted]))
                )
                .Where(pair => pair.actual != pair.predicted && pair.Item3 > 0)
                .OrderByDescending(pair => pair.Item3)
                .Take(MostPairs),
        ];
        if (pairs.Length == 0)
        {
            return;
        }

        terminal.Out.WriteLine("Mixed up most often:");
        TextTable table = new(new Column("Is"), new Column("Taken for"), new Column("Pictures", IsNumber: true));
        foreach ((int actual, int predicted, int pictures) in pairs)
        {
            table.Add(
                confusion.Labels[actual],
                confusion.Labels[predicted],
                pictures.ToString(CultureInfo.InvariantCulture)
            );
        }

        table.Write(terminal);
        terminal.Out.WriteLine();
    }

    private static void WriteDoubts(Terminal terminal, IReadOnlyList<Doubt> doubts)
    {
        if (doubts.Count == 0)
        {
            return;
        }

        terminal.Out.WriteLine("Least certain, perhaps in the wrong class:");
        TextTable table = new(
            new Column("Picture", Wraps: true),
            new Column("Class"),
            new Column("", IsNumber: true),
            new Column("Taken for"),
            new Column("", IsNumber: true)
        );
        foreach (Doubt doubt in doubts)
        {
            table.Add(
                doubt.Path,
                doubt.Label,
                Quantity.Percent(doubt.Probability),
                doubt.Predicted == doubt.Label ? "" : doubt.Predicted,
                doubt.Predicted == doubt.Label ? "" : Quantity.Percent(doubt.PredictedProbability)
            );
        }

        table.Write(terminal);
        terminal.Out.WriteLine();
    }

    private static string Letter(int label) => ((char)('a' + label)).ToString();
}
