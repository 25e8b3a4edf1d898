using System.Text.RegularExpressions;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>The figures of docs/performance.md are those of the README and of the chart.</summary>
public sealed partial class FigureTests
{
    // The rows of the first machine: its table for 512 bits, and the one for 256.
    private static readonly string[][] Tables =
    [
        .. new[] { "## With 512 bits", "## With 256 bits" }
            .Select(heading =>
                Text("docs", "performance.md").Split(heading)[1].Split("\nTwo processors")[0].Split("\n## ")[0]
            )
            .Select(section => Row().Matches(section).Select(match => match.Value).ToArray()),
    ];

    [Fact]
    public void ReadmeHasRowsOfTheTables()
    {
        string[] rows = [.. Row().Matches(Text("README.md")).Select(match => match.Value)];

        Assert.NotEmpty(rows);
        Assert.Empty(rows.Except(Tables.SelectMany(rows => rows)));
    }

    [Fact]
    public void ChartHasTheRatiosOfTheTables() =>
        Assert.Equal(
            Tables[0]
                .Zip(
                    Tables[1],
                    (with512, with256) => new[] { $"512 bits, {Note(with512)}", $"256 bits, {Note(with256)}" }
                )
                .SelectMany(notes => notes),
            Bar().Matches(Text("docs", "images", "ratios.svg")).Select(match => match.Groups["note"].Value)
        );

    private static string Note(string row) => Row().Replace(row, "${network}: ${ratio}, ${range}");

    private static string Text(params string[] path) => File.ReadAllText(Repository.PathOf(path));

    [GeneratedRegex(
        @"^\| (?<network>ResNe[^|]+) \| [\d.]+ \| [\d.]+ \| (?<ratio>[\d.]+) \| (?<range>[^|]+) \|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Row();

    [GeneratedRegex(@"<rect [^>]*><title>(?<note>[^<]*)</title>")]
    private static partial Regex Bar();
}
