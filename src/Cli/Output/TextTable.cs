using Spectre.Console;

namespace ResNetGen.Cli.Output;

/// <summary>A table for people: with rules on a screen that is wide enough, aligned plain text elsewhere.</summary>
internal sealed class TextTable(params Column[] columns)
{
    private const string Gap = "  ";

    // What Spectre puts round a cell of a table with this border.
    private const int Padding = 3;

    // Narrower, a column that wraps is a column of syllables.
    private const int NarrowestText = 24;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.Field)]);

    public void Write(Terminal terminal)
    {
        int[] widths =
        [
            .. columns.Select(
                (column, index) => _rows.Select(row => row[index].Length).Append(column.Title.Length).Max()
            ),
        ];
        if (terminal.Screen is { } screen && Fits(widths, screen.Profile.Width))
        {
            Write(screen);
        }
        else
        {
            Write(terminal.Out, widths);
        }
    }

    private bool Fits(int[] widths, int screenWidth) =>
        screenWidth
        >= widths
            .Select((width, index) => (columns[index].Wraps ? Math.Min(width, NarrowestText) : width) + Padding)
            .Sum();

    private void Write(IAnsiConsole screen)
    {
        Table table = new() { Border = TableBorder.Simple, BorderStyle = new Style(Color.Grey) };
        foreach (Column column in columns)
        {
            table.AddColumn(
                new TableColumn(new Text(column.Title))
                {
                    Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                    NoWrap = !column.Wraps,
                }
            );
        }

        foreach (string[] row in _rows)
        {
            // Text, not strings: Spectre would read markup in strings.
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        screen.Write(table);
    }

    private void Write(TextWriter writer, int[] widths)
    {
        foreach (string[] row in _rows.Prepend([.. columns.Select(column => column.Title)]))
        {
            writer.WriteLine(string.Join(Gap, row.Select(Aligned)).TrimEnd());
        }

        string Aligned(string cell, int index) =>
            columns[index].IsNumber ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]);
    }
}
