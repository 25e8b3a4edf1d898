using System.Text.RegularExpressions;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>The figures of docs/performance.md are those of the README and of the chart.</summary>
public sealed partial class FigureTests
{
    private static readonly string[] Rows =
    [
        .. Row().Matches(Text("docs", "performance.md").Split("\n## With 256 bits")[0]).Select(match => match.Value),
    ];

    [Fact]
    public void ReadmeHasRowsOfTheTable()
    {
        string[] rows = [.. Row().Matches(Text("README.md")).Select(match => match.Value)];

        Assert.NotEmpty(rows);
        Assert.Empty(rows.Except(Rows));
    }

    [Fact]
    public void ChartHasTheRatiosOfTheTable() =>
        Assert.Equal(
            Rows.Select(row => Row().Replace(row, "${network}: ${ratio}, ${range}")),
            Bar().Matches(Text("docs", "images", "ratios.svg")).Select(match => match.Groups["note"].Value)
        );

    private static string Text(params string[] path) => File.ReadAllText(Repository.PathOf(path));

    [GeneratedRegex(
        @"^\| (?<network>ResNe[^|]+) \| [\d.]+ \| [\d.]+ \| (?<ratio>[\d.]+) \| (?<range>[^|]+) \|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Row();

    [GeneratedRegex(@"<rect [^>]*><title>(?<note>[^<]*)</title>")]
    private static partial Regex Bar();
}
