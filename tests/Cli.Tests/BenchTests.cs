using System.Text.Json;
using System.Xml.Linq;
using ResNetGen.Cli.Bench;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Tests.Support;
using ResNetGen.Zoo;
using Spectre.Console;

namespace ResNetGen.Cli.Tests;

/// <summary>What <c>bench</c> writes; how fast anything is, no test says.</summary>
public class BenchTests
{
    private const string Tiny = "fashion-resnet20";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void TextSaysWhatWasMeasured()
    {
        int threads = Math.Min(Environment.ProcessorCount, 2);
        Invocation run = Invocation.Run("bench", Tiny, "--seconds", "0.2", "--threads", $"{threads}").Succeeded();
        Assert.Equal(
            $"{Tiny}: 1 image a run, {threads} thread{(threads == 1 ? "" : "s")}, its own weights",
            run.Lines[0]
        );
        Assert.Matches(@"^Throughput  [\d.]+ images/s$", run.Lines[3]);
        Assert.Matches(@"^Latency     min [\d.]+, median [\d.]+, p90 [\d.]+, p95 [\d.]+, p99 [\d.]+ ms$", run.Lines[4]);
        Assert.Matches(@"^Runs        [\d,]+, behind [\d,]+ to warm up$", run.Lines[5]);
        Assert.Matches(@"^Speed       [\d.]+ GFLOP/s, \d+ % of the FMA peak of [\d.]+ GFLOP/s$", run.Lines[6]);
        Assert.Equal(7, run.Lines.Count);
    }

    [Fact]
    public void MoreThreadsThanProcessorsAreNotCounted()
    {
        int most = Math.Min(Environment.ProcessorCount, 256);
        Invocation run = Invocation.Run("bench", Tiny, "--seconds", "0.2", "--threads", "256", "--json");
        Assert.Equal(most, run.Json().GetProperty("threads").GetInt32());
        Assert.Equal(most == 256 ? "" : "resnetgen: --threads 256: ", run.Error[..Math.Min(run.Error.Length, 26)]);
    }

    [Fact]
    public void LayersAreATable()
    {
        Invocation run = Invocation.Run("bench", Tiny, "--seconds", "0.2", "--layers").Succeeded();
        Assert.Equal(
            ["Layer", "Kind", "Output", "Algorithm", "Best ms", "Median ms", "GFLOP/s", "of peak"],
            Cells(run.Lines[7])
        );
        string[][] rows = [.. run.Lines.Skip(8).Select(Cells)];
        Assert.Equal([.. EmbeddedInfo.Layers.Select(layer => layer.Name), "Sum"], rows.Select(row => row[0]));
        Assert.Equal(["conv1", "3x3 convolution", "16 x 28 x 28"], rows[0][..3]);
        Assert.All(rows, row => Assert.InRange(row.Length, 5, 8));
    }

    [Fact]
    public void JsonIsCompleteAndAgreesWithItself()
    {
        JsonElement document = Invocation.Run("bench", Tiny, "--seconds", "0.2", "--json").Succeeded().Json();
        Assert.Equal(
            [
                "model",
                "declaration",
                "weights",
                "batch",
                "threads",
                "machine",
                "warmUpRuns",
                "runs",
                "imagesPerSecond",
                "milliseconds",
                "multiplyAdds",
                "gigaflops",
                "peakGigaflops",
                "percentOfPeak",
                "layers",
            ],
            Names(document)
        );
        Assert.Equal(Tiny, document.GetProperty("model").GetString());
        Assert.Equal("embedded", document.GetProperty("weights").GetProperty("source").GetString());
        Assert.Equal(1, document.GetProperty("threads").GetInt32());
        Assert.True(document.GetProperty("runs").GetInt32() >= 5);
        Assert.True(document.GetProperty("warmUpRuns").GetInt32() >= 3);

        JsonElement machine = document.GetProperty("machine");
        Assert.Equal(
            ["processor", "processors", "vectorBits", "operatingSystem", "runtime", "nativeAot", "date"],
            Names(machine)
        );
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("processors").GetInt32());
        Assert.Contains(machine.GetProperty("vectorBits").GetInt32(), new[] { 128, 256, 512 });
        Assert.StartsWith(".NET ", machine.GetProperty("runtime").GetString());
        Assert.InRange(
            DateTimeOffset.UtcNow - machine.GetProperty("date").GetDateTimeOffset(),
            TimeSpan.Zero,
            TimeSpan.FromMinutes(5)
        );

        JsonProperty[] times = [.. document.GetProperty("milliseconds").EnumerateObject()];
        Assert.Equal(["min", "median", "p90", "p95", "p99"], times.Select(time => time.Name));
        double[] values = [.. times.Select(time => time.Value.GetDouble())];
        Assert.Equal(values.Order(), values);
        Assert.True(values[0] > 0);

        double gigaflops = document.GetProperty("imagesPerSecond").GetDouble() * 2 * EmbeddedInfo.MultiplyAdds / 1e9;
        Assert.Equal(gigaflops, document.GetProperty("gigaflops").GetDouble(), gigaflops * 1e-9);
        double percent = 100 * gigaflops / document.GetProperty("peakGigaflops").GetDouble();
        Assert.Equal(percent, document.GetProperty("percentOfPeak").GetDouble(), percent * 1e-9);
    }

    [Fact]
    public void JsonHasEachLayer()
    {
        JsonElement document = Invocation.Run("bench", Tiny, "--seconds", "0.2", "--json").Succeeded().Json();
        JsonElement[] layers = [.. document.GetProperty("layers").EnumerateArray()];
        Assert.Equal(
            EmbeddedInfo.Layers.Select(layer => layer.Name),
            layers.Select(layer => layer.GetProperty("name").GetString())
        );
        Assert.Equal(EmbeddedInfo.MultiplyAdds, layers.Sum(layer => layer.GetProperty("multiplyAdds").GetInt64()));
        Assert.All(
            layers,
            layer =>
                Assert.True(
                    layer.GetProperty("bestMilliseconds").GetDouble()
                        <= layer.GetProperty("medianMilliseconds").GetDouble()
                )
        );
        Assert.All(
            layers,
            layer =>
                Assert.Equal(layer.TryGetProperty("gigaflops", out _), layer.GetProperty("multiplyAdds").GetInt64() > 0)
        );
        Assert.Equal("none", layers[^1].GetProperty("algorithm").GetString());
    }

    [Fact]
    public void ZooNetworkRunsOnMadeUpWeights()
    {
        Invocation run = Invocation.Run("bench", "ResNet20", "--seconds", "0.1").Succeeded();
        Assert.Equal("resnet20: 1 image a run, 1 thread, made-up weights", run.Lines[0]);
    }

    [Fact]
    public void FileOfWeightsIsUsed()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("mine.safetensors", WeightFiles.For(Catalog.Get("resnet20").Network));
        Invocation run = Invocation.Run("bench", "resnet20", "--seconds", "0.1", "--weights", file).Succeeded();
        Assert.Equal("resnet20: 1 image a run, 1 thread, weights of mine.safetensors", run.Lines[0]);
    }

    [Fact]
    public void SvgHasABarALayerAndNothingElseIsLeft()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("chart.svg", "<svg>an older one</svg>");
        Invocation.Run("bench", Tiny, "--seconds", "0.2", "--svg", file).Succeeded();
        Assert.Equal([file], Directory.GetFiles(directory.Path));

        XElement root = XDocument.Load(file).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        XElement[] bars = [.. Of("rect", "layer")];
        Assert.Equal(EmbeddedInfo.Layers.Count, bars.Length);
        Assert.All(bars, bar => Assert.InRange(Number(bar, "x") + Number(bar, "width"), 0, Number(root, "width")));
        Assert.Equal(
            EmbeddedInfo.Layers.Select(layer => layer.Name),
            bars.Select(bar => bar.Value.Trim().Split(':')[0])
        );
        Assert.Equal(
            EmbeddedInfo.Layers.Select(layer => layer.Algorithm).Distinct().Count(),
            Of("rect", "key").Count()
        );
        Assert.Equal(EmbeddedInfo.Layers.Count(layer => layer.MultiplyAdds > 0), root.Elements(Svg + "circle").Count());
        Assert.Single(Of("line", "peak"));
        Assert.StartsWith($"{Tiny}: ", Assert.Single(Of("text", "title")).Value);

        // White ground, on a dark page too.
        XElement ground = root.Elements(Svg + "rect").First();
        Assert.Equal(("#ffffff", Number(root, "width")), (ground.Attribute("fill")!.Value, Number(ground, "width")));

        IEnumerable<XElement> Of(string name, string kind) =>
            root.Elements(Svg + name).Where(element => element.Attribute("class")?.Value == kind);
    }

    [Fact]
    public void MarkupInNamesIsText()
    {
        SvgPage page = new("a <b> & \"c\"", "", 10, 10);
        page.Text(1, 2, "name", "x\u0001 < y");
        XElement root = XDocument.Parse(page.ToString()).Root!;
        Assert.Equal("a <b> & \"c\"", root.Element(Svg + "title")!.Value);
        Assert.Equal(@"x\u0001 < y", root.Element(Svg + "text")!.Value);
    }

    [Theory]
    [InlineData("bench", "Required argument 'MODEL' missing")]
    [InlineData("bench resnet-50", "There is no model 'resnet-50'. The nearest names: resnet50, ")]
    [InlineData("bench resnet18 --batch 8", "[ResNet(18, Batch = 8)]")]
    [InlineData("bench resnet18 --batch 0", "'0' is no whole number from 1 to 1024, which --batch needs.")]
    [InlineData("bench resnet18 --threads 0", "'0' is no whole number from 1 to 256, which --threads needs.")]
    [InlineData("bench resnet18 --seconds 0", "'0' is no number above 0 and up to 600, which --seconds needs.")]
    [InlineData("bench resnet18 --seconds NaN", "'NaN' is no number")]
    [InlineData("bench resnet18 --seconds 601", "'601' is no number")]
    [InlineData("bench resnet18 --colour", "'--colour'")]
    public void WrongCommandLineIsOneMessage(string commandLine, string message) =>
        Invocation.Run(commandLine.Split(' ')).Failed(ExitCode.Usage, message);

    [Fact]
    public void UnusableWeightsLeaveNoChart()
    {
        using TemporaryDirectory directory = new();
        string svg = Path.Combine(directory.Path, "chart.svg");
        Invocation run = Invocation.Run(
            "bench",
            Tiny,
            "--weights",
            Path.Combine(directory.Path, "missing"),
            "--svg",
            svg
        );
        run.Failed(ExitCode.CannotStart, "missing");
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Theory]
    [InlineData("no/such/chart.svg", "there is no such directory. Make it first.")]
    [InlineData(".", "this is a directory, where the name of a file is expected.")]
    [InlineDataNeeding(Needs.Unix, "/dev/null", "this is a pipe or a device, where the name of a file is expected.")]
    public void ChartThatCannotBeIsAnErrorBeforeTheWork(string path, string message)
    {
        Invocation
            .Run("bench", "resnet18", "--svg", path)
            .Failed(ExitCode.CannotWrite, $"The results cannot be written: {path}: {message}");
    }

    [Theory]
    [InlineData("an older text")]
    [InlineData("x")]
    public void WhatIsNoChartStays(string content)
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("weights", content);
        Invocation
            .Run("bench", Tiny, "--seconds", "0.1", "--weights", file, "--svg", file)
            .Failed(ExitCode.CannotWrite, $"{file}: there is a file already, and it is no SVG.");
        Assert.Equal(content, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(directory.Path));
    }

    [FactNeeding(Needs.Unix, "links need a permission")]
    public void ChartGoesWhereALinkLeads()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("chart.svg", "");
        string link = Path.Combine(directory.Path, "link.svg");
        File.CreateSymbolicLink(link, file);
        Invocation.Run("bench", Tiny, "--seconds", "0.1", "--svg", link).Succeeded();
        Assert.Equal(file, new FileInfo(link).LinkTarget);
        Assert.Equal(Svg + "svg", XDocument.Load(file).Root!.Name);
    }

    [Fact]
    public void StoppedWorkIsQuietAndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        using StringWriter error = new();
        string svg = Path.Combine(directory.Path, "chart.svg");
        int exitCode = Application.Run(
            ["bench", Tiny, "--svg", svg],
            new Terminal(output, error),
            new CancellationToken(canceled: true)
        );
        Assert.Equal((ExitCode.Interrupted, "", ""), (exitCode, output.ToString(), error.ToString()));
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void ProgressIsNoResult()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        IAnsiConsole status = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(error),
            }
        );
        status.Profile.Width = 80;
        Terminal terminal = new(output, error, screen: null, status) { Patience = TimeSpan.Zero };
        Assert.Equal(0, Application.Run(["bench", Tiny, "--seconds", "0.2"], terminal, CancellationToken.None));
        Assert.StartsWith($"{Tiny}: ", output.ToString());
        Assert.DoesNotContain("\u001b", output.ToString());
        Assert.Contains("Measuring", error.ToString());
    }

    [Theory]
    [InlineData("resnet20")]
    [InlineData("resnet110")]
    [InlineData("resnet18")]
    public void MadeUpWeightsKeepTheScale(string name)
    {
        KnownModel model = KnownModels.Get(name);
        using IImageModel network = model.Load(MadeUpWeights.Safetensors(model.Info), threads: 1);
        float[] logits = new float[model.Info.Classes];
        WholeRun.Of(network)(MadeUpWeights.Images(model.Info.InputLength), logits);
        Assert.InRange(Math.Sqrt(logits.Average(logit => (double)logit * logit)), 0.01, 100);
    }

    [Fact]
    public void MadeUpWeightsAreTheSameEachTime() =>
        Assert.Equal(MadeUpWeights.Safetensors(EmbeddedInfo), MadeUpWeights.Safetensors(EmbeddedInfo));

    [Fact]
    public void PercentilesAreOfTheNearestRank()
    {
        Distribution hundred = new(Enumerable.Range(1, 100).Select(value => (double)value).Reverse());
        Assert.Equal([1.0, 50.0, 90.0, 99.0, 100.0], new[] { 1, 50, 90, 99, 100 }.Select(hundred.Percentile));
        Assert.Equal((100, 5050.0, 1.0, 50.0), (hundred.Count, hundred.Total, hundred.Minimum, hundred.Median));

        // The usual example of the method: ranks are rounded up.
        Distribution five = new([15, 20, 35, 40, 50]);
        Assert.Equal([20.0, 20.0, 35.0, 50.0, 50.0], new[] { 30, 40, 50, 95, 99 }.Select(five.Percentile));
    }

    [Theory]
    [InlineData(1.64, 0.2, 1.8, 1)]
    [InlineData(443, 100, 500, 0)]
    [InlineData(0.0042, 0.001, 0.005, 3)]
    [InlineData(0, 0.2, 1, 1)]
    public void AxesHaveRoundTicks(double most, double step, double end, int digits)
    {
        Axis axis = new(start: 100, length: 50, most);
        Assert.Equal((step, end), (Math.Round(axis.Ticks[1], 9), Math.Round(axis.End, 9)));
        Assert.Equal(digits, axis.Digits);
        Assert.Equal(150, axis.At(axis.End), 9);
        Assert.Equal(100, axis.At(0), 9);
    }

    private static ModelInfo EmbeddedInfo => KnownModels.Get(Tiny).Info;

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value);

    private static string[] Cells(string line) =>
        line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
