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
    }

    [Theory]
    [InlineData(0.44, nameof(Verdict.Want))]
    [InlineData(0.45, nameof(Verdict.Must))]
    [InlineData(0.52, nameof(Verdict.Must))]
    [InlineData(0.53, nameof(Verdict.Missed))]
    public void VerdictNamesTheBarThatIsKept(double ratio, string verdict) =>
        Assert.Equal(verdict, Result(ours: ratio, theirs: 1).Verdict.ToString());

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
        Assert.InRange(result.PeakGigaflops, 1, 1e6);
    }

    [Fact]
    public void JsonHasTheMachineAndTheCases()
    {
        Report report = new(MachineFacts.Collect(), [Result(ours: 1, theirs: 4)]);

        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;

        Assert.NotEqual("", json.GetProperty("machine").GetProperty("processor").GetString());
        JsonElement only = Assert.Single(json.GetProperty("cases").EnumerateArray());
        Assert.Equal(0.25, only.GetProperty("ratio").GetDouble());
        Assert.Equal("want", only.GetProperty("verdict").GetString());
    }

    private static CaseResult Result(double ours, double theirs) =>
        new()
        {
            Case = "network-batch1-threads1",
            Network = "network",
            Batch = 1,
            Threads = 1,
            Turns = 5,
            OursMedian = ours,
            OursMinimum = ours,
            OnnxRuntimeMedian = theirs,
            OnnxRuntimeMinimum = theirs,
            Must = 0.52,
            Want = 0.44,
            PeakGigaflops = 200,
            LargestDifference = 0,
        };
}
