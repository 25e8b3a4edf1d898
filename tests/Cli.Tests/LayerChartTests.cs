using System.Globalization;
using System.Xml.Linq;
using ResNetGen.Cli.Bench;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Tests;

/// <summary>The chart of <c>bench --svg</c>, of measurements that nobody took.</summary>
public class LayerChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ConvolutionAlgorithm?[] Algorithms = [null, .. ConvolutionAlgorithm.All];

    /// <summary>Sizes of fonts and weights, as the style of the document has them.</summary>
    private static readonly Dictionary<string, (int Size, bool Bold)> Fonts = new()
    {
        ["title"] = (19, true),
        ["detail"] = (12, false),
        ["axis"] = (12, true),
        ["tick"] = (11, false),
        ["name"] = (11, false),
        ["shape"] = (10, false),
        ["value"] = (10, false),
        ["peakname"] = (11, true),
    };

    public static TheoryData<int> Counts => new(Enumerable.Range(1, Algorithms.Length));

    [Theory]
    [MemberData(nameof(Counts))]
    public void NothingLiesOutsideThePage(int algorithms)
    {
        foreach (double peak in new[] { 0.001, 100, 99_999 })
        {
            foreach (string name in new[] { "AMD EPYC", new string('W', 300), "\u0001\u4e2d" })
            {
                CheckThatAllLiesOnThePage(Draw(Algorithms.TakeLast(algorithms), peak, name));
            }
        }
    }

    private static void CheckThatAllLiesOnThePage(XElement root)
    {
        (double width, double height) = (Number(root, "width"), Number(root, "height"));
        Assert.Equal($"0 0 {width} {height}", root.Attribute("viewBox")!.Value);
        foreach (XElement element in root.Descendants())
        {
            foreach (
                (string[] names, double most) in new[]
                {
                    (new[] { "x", "x1", "x2", "cx" }, width),
                    (["y", "y1", "y2", "cy"], height),
                }
            )
            {
                Assert.All(
                    element.Attributes().Where(attribute => names.Contains(attribute.Name.LocalName)),
                    attribute => Assert.InRange(double.Parse(attribute.Value, CultureInfo.InvariantCulture), 0, most)
                );
            }
        }

        Assert.All(
            root.Elements(Svg + "rect"),
            rectangle =>
            {
                Assert.InRange(Optional(rectangle, "x") + Number(rectangle, "width"), 0, width);
                Assert.InRange(Optional(rectangle, "y") + Number(rectangle, "height"), 0, height);
            }
        );
        Assert.All(
            root.Elements(Svg + "text"),
            text =>
            {
                (double left, double right) = Extent(text);
                Assert.InRange(left, 0, width);
                Assert.InRange(right, 0, width);
            }
        );
    }

    [Fact]
    public void LegendHasEachAlgorithmInAColourOfItsOwn()
    {
        XElement root = Draw(Algorithms, 100, "AMD EPYC");
        XElement[] keys = [.. root.Elements(Svg + "rect").Where(element => element.Attribute("class")?.Value == "key")];
        Assert.Equal(Algorithms.Length, keys.Length);
        Assert.Equal(Algorithms.Length, keys.Select(key => key.Attribute("fill")!.Value).Distinct().Count());
        Assert.Equal(Algorithms.Length, keys.Select(key => key.Value.Trim()).Distinct().Count());

        // Entries lie beside or below each other, and above the layers.
        (double Left, double Right, double Y)[] entries =
        [
            .. keys.Select(key => (Number(key, "x"), Extent((XElement)key.NextNode!).Right, Number(key, "y"))),
        ];
        Assert.All(
            entries.Zip(entries.Skip(1)),
            pair => Assert.True(pair.First.Y < pair.Second.Y || pair.First.Right < pair.Second.Left)
        );
        double axis = root.Elements(Svg + "text")
            .Where(text => text.Attribute("class")?.Value == "axis")
            .Min(text => Number(text, "y"));
        Assert.All(entries, entry => Assert.True(entry.Y + 12 < axis - 12));
    }

    [Fact]
    public void FewAlgorithmsTakeOneRow()
    {
        XElement root = Draw([null, ConvolutionAlgorithm.Direct, ConvolutionAlgorithm.Winograd4], 100, "AMD EPYC");
        Assert.Single(
            root.Elements(Svg + "rect")
                .Where(element => element.Attribute("class")?.Value == "key")
                .Select(key => Number(key, "y"))
                .Distinct()
        );
    }

    /// <summary>Widths of rendered text, from the font's table by another program.</summary>
    [Theory]
    [InlineData("others (stem, pools, shortcuts, classifier)", 20.4331, 23.3472)]
    [InlineData("Winograd F(4x4,4x4)", 10.5254, 11.8428)]
    [InlineData("zero-skipping", 6.7178, 7.6606)]
    [InlineData("FMA peak 1234", 7.7446, 8.6655)]
    public void WidthIsThatOfTheWidestFont(string text, double regular, double bold)
    {
        Assert.Equal(11 * regular, TextWidth.Of(text, 11), 0.005 * text.Length);
        Assert.InRange(TextWidth.Of(text, 11, bold: true), 11 * bold, 1.2 * 11 * bold);
    }

    [Fact]
    public void TooLongLineIsCut()
    {
        Assert.Equal("abc", TextWidth.Fit("abc", 10, 100));
        Assert.Equal("WWW...", TextWidth.Fit(new string('W', 100), 10, 40));
        Assert.Equal("...", TextWidth.Fit("\U0001f600\U0001f600", 10, 19));
    }

    private static XElement Draw(IEnumerable<ConvolutionAlgorithm?> algorithms, double peak, string name)
    {
        LayerInfo[] layers =
        [
            .. algorithms.Select(
                (algorithm, index) =>
                    new LayerInfo(
                        $"layer4.{index + 30}.downsample.0",
                        "layer4.0",
                        LayerKind.Convolution,
                        LayerInfo.Images,
                        2048,
                        65_536,
                        112,
                        112,
                        Kernel: 7,
                        Stride: 2,
                        Groups: 32,
                        Algorithms: algorithm is { } one ? one : (AlgorithmChoice?)null
                    )
            ),
        ];
        Measurement measured = new(
            1,
            new Distribution([1234.5]),
            [.. layers.Select((_, index) => new Distribution([Math.Pow(10, index - 3)]))],
            peak
        );
        MachineFacts machine = new(name, 2, 512, name, ".NET 10.0", true, DateTimeOffset.UnixEpoch);
        ModelInfo info = new()
        {
            Name = "Net",
            Declaration = "[ResNet(50)]",
            Classes = 1000,
            InputChannels = 3,
            InputHeight = 224,
            InputWidth = 224,
            Batch = 1,
            EmbeddingLength = 2048,
            Parameters = 1,
            MultiplyAdds = 1,
            WorkspaceBytes = 1,
            ScratchBytes = 1,
            Layers = layers,
            FeatureMaps = [],
            Layout = new()
            {
                Version = 0,
                WeightFloats = [],
                EmbeddingOffset = 0,
                ResultOffset = 0,
                FeatureMaps = [],
            },
        };
        return XDocument
            .Parse(
                LayerChart.Of(
                    new BenchResult("resnext101_32x8d", info, new BenchWeights("file", name), 1, 2, machine, measured)
                )
            )
            .Root!;
    }

    private static (double Left, double Right) Extent(XElement text)
    {
        string kind = text.Attribute("class")!.Value;
        double width = TextWidth.Of(text.Value, Fonts[kind].Size, Fonts[kind].Bold);
        double left =
            Number(text, "x")
            - (
                kind is "shape" ? width
                : kind is "tick" or "peakname" ? width / 2
                : 0
            );
        return (left, left + width);
    }

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static double Optional(XElement element, string name) =>
        element.Attribute(name) is null ? 0 : Number(element, name);
}
