using System.Globalization;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Output;

/// <summary>A confusion matrix as SVG: a square for each pair of classes, the darker the more pictures.</summary>
internal static class ConfusionChart
{
    private const int Cell = 34;
    private const int LetterWidth = 8;
    private const int Margin = 16;
    private const int LongestLabel = 28;

    private const string Style = """
        text { font: 13px sans-serif; fill: #222222; }
        .row { text-anchor: end; }
        .number { text-anchor: middle; }
        .light { text-anchor: middle; fill: #ffffff; }
        .title { font-size: 15px; }
        .cell { stroke: #ffffff; stroke-width: 1; }
        .column { text-anchor: middle; }
        """;

    /// <summary>Draws it.</summary>
    /// <param name="confusion">The matrix.</param>
    /// <param name="title">What it is called.</param>
    public static string Draw(ConfusionMatrix confusion, string title)
    {
        int count = confusion.Labels.Count;
        string[] labels = [.. confusion.Labels.Select(Short)];
        int left = Margin + (labels.Max(label => label.Length) + 5) * LetterWidth,
            top = 84;
        SvgPage page = new(
            title,
            Style,
            Math.Max(left + count * Cell + Margin, 2 * Margin + title.Length * LetterWidth),
            top + count * Cell + Margin
        );
        page.Text(Margin, 26, "title", title);
        page.Text(left, 50, "note", "taken for");
        for (int actual = 0; actual < count; actual++)
        {
            string number = (actual + 1).ToString(CultureInfo.InvariantCulture);
            page.Text(left + (actual + 0.5) * Cell, top - 8, "column", number);
            page.Text(left - 8, top + (actual + 0.5) * Cell + 5, "row", $"{labels[actual]} {number}");
            int all = confusion.CountOf(actual);
            for (int predicted = 0; predicted < count; predicted++)
            {
                int pictures = confusion[actual, predicted];
                double part = all == 0 ? 0 : (double)pictures / all;
                double x = left + predicted * Cell,
                    y = top + actual * Cell;
                page.Bar(
                    x,
                    y,
                    Cell,
                    Cell,
                    "cell",
                    Colour(part, actual == predicted),
                    $"{confusion.Labels[actual]}, taken for {confusion.Labels[predicted]}: {pictures} of {all}"
                );
                if (pictures > 0)
                {
                    page.Text(
                        x + Cell / 2.0,
                        y + Cell / 2.0 + 5,
                        part > 0.55 ? "light" : "number",
                        pictures.ToString(CultureInfo.InvariantCulture)
                    );
                }
            }
        }

        return page.ToString();
    }

    private static string Short(string label) =>
        label.Length <= LongestLabel ? label : string.Concat(label.AsSpan(0, LongestLabel - 3), "...");

    // From a light grey to blue where it is right, and to red where it is wrong.
    private static string Colour(double part, bool isRight)
    {
        (int red, int green, int blue) = isRight ? (0x1f, 0x4e, 0x9c) : (0xb5, 0x2a, 0x1d);
        return $"#{Mix(red):x2}{Mix(green):x2}{Mix(blue):x2}";

        int Mix(int end) => (int)Math.Round(0xf2 + (end - 0xf2) * part);
    }
}
