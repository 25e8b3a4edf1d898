using System.Text.Json;
using ResNetGen.Bench.Compare;

namespace ResNetGen.Bench.Tests;

/// <summary>What a comparison reports; the times themselves are nobody's promise here.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 9.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 9.0 }, 3.0)]
    public void MedianIsInTheMiddle(double[] times, double expected)
    {
        Samples samples = new(times);

        Assert.Equal(expected, samples.Median);
        Assert.Equal(times.Min(), samples.Minimum);
        Assert.Equal(times.Max(), samples.Maximum);
    }

    [Fact]
    public void RatiosAreOfNeighbouringTurns()
    {
        // A 2, B 4, A 3, B 5, A 10.
        Turns turns = new([2, 3, 10], [4, 5], peak: 1);

        // 2/4, 3/4, 3/5, 10/5.
        Assert.Equal(4, turns.Ratios.Count);
        Assert.Equal(0.5, turns.Ratios.Minimum);
        Assert.Equal((0.6 + 0.75) / 2, turns.Ratios.Median);
        Assert.Equal(2, turns.Ratios.Maximum);
    }

    /// <summary>It falls on more turns of the one than of the other, and medians of times are of different states.</summary>
    [Fact]
    public void ASlowSpellDoesNotDecide()
    {
        Turns turns = new([1, 1, 1, 3, 3, 3, 3], [2, 2, 2, 6, 6, 6], peak: 1);

        Assert.Equal(3.0 / 4, turns.A.Median / turns.B.Median);
        Assert.Equal(0.5, turns.Ratios.Median);
        Assert.Equal(1.5, turns.Ratios.Maximum);
    }

    /// <summary>Each turn is slower than the one before it.</summary>
    [Fact]
    public void ASteadySlowdownFavoursNeither()
    {
        double[] clock = [.. Enumerable.Range(0, 21).Select(turn => Math.Pow(1.02, turn))];
        Turns turns = new(
            [.. clock.Where((_, turn) => turn % 2 == 0)],
            [.. clock.Where((_, turn) => turn % 2 == 1)],
            peak: 1
        );

        Assert.Equal(1, turns.Ratios.Median, 0.001);
        Assert.Equal(1 / 1.02, turns.Ratios.Minimum, 1e-12);
        Assert.Equal(1.02, turns.Ratios.Maximum, 1e-12);
    }

    [Theory]
    [InlineData(0.44, nameof(Verdict.Want))]
    [InlineData(0.45, nameof(Verdict.Must))]
    [InlineData(0.52, nameof(Verdict.Must))]
    [InlineData(0.53, nameof(Verdict.FallsShort))]
    public void VerdictNamesTheBarThatIsKept(double ratio, string verdict) =>
        Assert.Equal(verdict, Result(ratio, new Bar(Must: 0.52, Want: 0.44)).Verdict.ToString());

    [Fact]
    public void WithoutABarThereIsNoVerdict() => Assert.Equal(Verdict.NoBar, Result(9, bar: null).Verdict);

    [Theory]
    [InlineData(VectorWidth.Vector512, 0.70, 0.60)]
    [InlineData(VectorWidth.Vector256, 0.74, 0.55)]
    public void BarsAreThoseOfTheWidth(VectorWidth width, double must, double want)
    {
        ComparedCase one = ComparedCase.All.Single(one => one.Name == "resnet50-batch1-threads1");

        Assert.Equal(new Bar(must, want), one.BarOn(width));
        Assert.Null(one.BarOn(VectorWidth.Vector128));
    }

    [Fact]
    public void WhatIsHopedForIsMoreThanWhatMustBe() =>
        Assert.All(
            ComparedCase.All.SelectMany(one => new[] { one.On512, one.On256 }),
            bar => Assert.InRange(bar.Want, 0.01, bar.Must - 0.01)
        );

    [Fact]
    public void TableOfBarsHasEveryCaseAndBothWidths()
    {
        string[] lines = ComparedCase.TableOfBars().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            ["resnet50-batch1-threads1", "0.70", "0.60", "0.74", "0.55"],
            lines
                .Single(line => line.StartsWith("resnet50-batch1-threads1", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Equal(ComparedCase.All.Select(one => one.Name), lines.Skip(2).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void RowsHaveTheRangeTheBarsAndTheVerdict()
    {
        Bar bar = new(Must: 0.52, Want: 0.44);

        Assert.Contains(
            " 0.500  0.450 to 0.625    0.52   0.44  pass ",
            Report.Row(Result(0.5, bar)),
            StringComparison.Ordinal
        );
        Assert.Contains("  pass, want ", Report.Row(Result(0.4, bar)), StringComparison.Ordinal);
        Assert.Contains("  FALLS SHORT ", Report.Row(Result(0.6, bar)), StringComparison.Ordinal);
        Assert.Contains("       -      -  no bar ", Report.Row(Result(0.6, bar: null)), StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryNamesThoseThatFallShort()
    {
        Bar bar = new(Must: 0.52, Want: 0.44);
        MachineFacts machine = MachineFacts.Collect();

        Assert.Equal(
            "2 of 3 pass, 1 of them what is hoped for.\nnetwork-batch1-threads1 falls short: 0.600, where 0.52 is the most.",
            new Report(machine, [Result(0.4, bar), Result(0.5, bar), Result(0.6, bar)]).Summary()
        );
        Assert.Equal(
            "There are no bars for 128-bit vectors.",
            new Report(machine with { VectorBits = 128 }, [Result(0.4, bar: null)]).Summary()
        );
    }

    [Fact]
    public void CasesHaveNamesOfTheirOwn() =>
        Assert.Equal(ComparedCase.All.Count, ComparedCase.All.Select(one => one.Name).Distinct().Count());

    [Fact]
    public void CasesRunAsManyImagesAsTheirNetworkIsLaidOutFor() =>
        Assert.All(ComparedCase.All, one => Assert.Equal(one.Network.Info.Batch, one.Batch));

    [Fact]
    public void TinyNetworkRunsOnBothEngines()
    {
        ComparedCase tiny = ComparedCase.All.Single(one => one.Network.Name == "fashion_resnet20");

        CaseResult result = Comparison.Run(tiny, TimeSpan.FromMilliseconds(100));

        Assert.InRange(result.Turns, 5, int.MaxValue);
        Assert.InRange(result.OursMinimum, double.Epsilon, result.OursMedian);
        Assert.InRange(result.OnnxRuntimeMinimum, double.Epsilon, result.OnnxRuntimeMedian);
        Assert.InRange(result.Ratio, result.RatioMinimum, result.RatioMaximum);
        Assert.Equal(tiny.BarOn((VectorWidth)MachineFacts.Collect().VectorBits), result.Bar);
        Assert.InRange(result.PeakGigaflops, 1, 1e6);
    }

    [Fact]
    public void JsonHasTheMachineAndTheCases()
    {
        Report report = new(MachineFacts.Collect(), [Result(0.25, new Bar(Must: 0.52, Want: 0.44))]);

        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;

        Assert.NotEqual("", json.GetProperty("machine").GetProperty("processor").GetString());
        JsonElement only = Assert.Single(json.GetProperty("cases").EnumerateArray());
        Assert.Equal(0.25, only.GetProperty("ratio").GetDouble());
        Assert.Equal(0.9 * 0.25, only.GetProperty("ratioMinimum").GetDouble());
        Assert.Equal(0.52, only.GetProperty("bar").GetProperty("must").GetDouble());
        Assert.Equal("want", only.GetProperty("verdict").GetString());
    }

    private static CaseResult Result(double ratio, Bar? bar) =>
        new()
        {
            Case = "network-batch1-threads1",
            Network = "network",
            Batch = 1,
            Threads = 1,
            Turns = 5,
            OursMedian = ratio,
            OursMinimum = ratio,
            OnnxRuntimeMedian = 1,
            OnnxRuntimeMinimum = 1,
            Ratio = ratio,
            RatioMinimum = 0.9 * ratio,
            RatioMaximum = 1.25 * ratio,
            Bar = bar,
            PeakGigaflops = 200,
            LargestDifference = 0,
        };
}
