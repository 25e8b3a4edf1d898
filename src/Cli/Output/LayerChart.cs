using System.Globalization;
using ResNetGen.Cli.Bench;

namespace ResNetGen.Cli.Output;

/// <summary>
/// Layers as a picture: a row each, its time on the left, its speed against the FMA peak on the right.
/// </summary>
internal sealed class LayerChart
{
    private const int Width = 1000;
    private const int Margin = 24;
    private const int RowHeight = 18;
    private const int BarHeight = 12;
    private const int LegendTop = 110;
    private const int LegendToLayers = 44;
    private const int Bottom = 112;
    private const int ShapeEnd = 306;
    private const int TimeStart = 318;
    private const int TimeLength = 312;
    private const int SpeedStart = 704;
    private const int SpeedLength = 256;

    // From a swatch to its name, and from there to the next swatch.
    private const int KeyGap = 6;
    private const int LegendGap = 24;

    // Sizes of fonts, in pixels.
    private const int TitleSize = 19;
    private const int DetailSize = 12;
    private const int NameSize = 11;
    private const int ValueSize = 10;

    private static readonly string Style = $$"""
        text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif; }
        text { font-size: {{NameSize}}px; fill: #24292f; }
        .title { font-size: {{TitleSize}}px; font-weight: 600; }
        .detail { font-size: {{DetailSize}}px; fill: #57606a; }
        .axis { font-size: {{DetailSize}}px; font-weight: 600; }
        .tick { fill: #57606a; text-anchor: middle; }
        .shape { font-size: {{ValueSize}}px; fill: #57606a; text-anchor: end; }
        .value { font-size: {{ValueSize}}px; fill: #57606a; }
        .grid { stroke: #d8dee4; stroke-width: 1; }
        .zero { stroke: #8c959f; stroke-width: 1; }
        .stem { stroke: #8c959f; stroke-width: 1; }
        .peak { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 5 3; }
        .peakname { fill: #cf222e; font-weight: 600; text-anchor: middle; }
        """;

    private readonly BenchResult _result;
    private readonly IReadOnlyList<LayerResult> _layers;
    private readonly Axis _time;
    private readonly Axis _speed;
    private readonly IReadOnlyList<(ConvolutionAlgorithm? Algorithm, double X, int Y)> _legend;
    private readonly SvgPage _page;

    private LayerChart(BenchResult result)
    {
        _result = result;
        _layers = result.Layers;
        _time = new Axis(TimeStart, TimeLength, _layers.Max(layer => layer.Times.Minimum));
        _speed = new Axis(SpeedStart, SpeedLength, Math.Max(result.Peak, _layers.Max(layer => layer.Gigaflops ?? 0)));
        _legend = PlaceLegend(_layers.Select(layer => layer.Layer.Algorithm).Distinct().OrderBy(Rank));
        _page = new SvgPage($"Time of each layer of {result.Model}", Style, Width, End + Bottom);
    }

    private int Top => _legend[^1].Y + RowHeight + LegendToLayers;

    private int End => Top + (RowHeight * _layers.Count);

    /// <summary>The picture, as an SVG document.</summary>
    public static string Of(BenchResult result)
    {
        LayerChart chart = new(result);
        chart.DrawHead();
        chart.DrawAxis(chart._time, "Best time of the layer, ms");
        chart.DrawAxis(chart._speed, "Effective GFLOP/s");
        chart.DrawLayers();
        chart.DrawPeak();
        chart.DrawNotes();
        return chart._page.ToString();
    }

    private void DrawHead()
    {
        string median = BenchText.Figure(_result.Measured.Runs.Median);
        string throughput = BenchText.Figure(_result.ImagesPerSecond);
        string title = $"{_result.Model}: {median} ms a run (median), {throughput} images/s";
        _page.Text(Margin, 36, "title", TextWidth.Fit(title, TitleSize, Width - (2 * Margin), bold: true));
        Detail(60, BenchText.Setting(_result));
        Detail(78, BenchText.Machine(_result.Machine));
        Detail(96, $"{_result.Machine.OperatingSystem}, {BenchText.Date(_result.Machine)}");
        foreach ((ConvolutionAlgorithm? algorithm, double x, int y) in _legend)
        {
            _page.Bar(x, y, BarHeight, BarHeight, "key", Colour(algorithm), Name(algorithm));
            _page.Text(x + BarHeight + KeyGap, y + 10, "name", Name(algorithm));
        }
    }

    /// <summary>Entries from left to right, in as many rows as they need.</summary>
    private static List<(ConvolutionAlgorithm? Algorithm, double X, int Y)> PlaceLegend(
        IEnumerable<ConvolutionAlgorithm?> algorithms
    )
    {
        List<(ConvolutionAlgorithm? Algorithm, double X, int Y)> places = [];
        (double x, int y) = (Margin, LegendTop);
        foreach (ConvolutionAlgorithm? algorithm in algorithms)
        {
            double width = BarHeight + KeyGap + TextWidth.Of(Name(algorithm), NameSize);
            if (x > Margin && x + width > Width - Margin)
            {
                (x, y) = (Margin, y + RowHeight);
            }

            places.Add((algorithm, x, y));
            x += width + LegendGap;
        }

        return places;
    }

    private void DrawAxis(Axis axis, string title)
    {
        _page.Text(axis.At(0), Top - 28, "axis", title);
        foreach (double tick in axis.Ticks)
        {
            string text = tick.ToString($"F{axis.Digits}", CultureInfo.InvariantCulture);
            _page.Line(axis.At(tick), Top, axis.At(tick), End, tick == 0 ? "zero" : "grid");
            _page.Text(axis.At(tick), Top - 6, "tick", text);
            _page.Text(axis.At(tick), End + 16, "tick", text);
        }
    }

    private void DrawLayers()
    {
        for (int i = 0; i < _layers.Count; i++)
        {
            LayerInfo layer = _layers[i].Layer;
            double best = _layers[i].Times.Minimum;
            double top = Top + (i * RowHeight) + ((RowHeight - BarHeight) / 2.0);
            double baseline = top + 10;
            _page.Text(Margin, baseline, "name", layer.Name);
            _page.Text(ShapeEnd, baseline, "shape", Shape(layer));
            _page.Bar(
                _time.At(0),
                top,
                _time.Length(best),
                BarHeight,
                "layer",
                Colour(layer.Algorithm),
                Note(_layers[i])
            );
            _page.Text(_time.At(best) + 5, baseline, "value", BenchText.Figure(best));
            if (_layers[i].Gigaflops is { } gigaflops)
            {
                double middle = top + (BarHeight / 2.0);
                _page.Line(_speed.At(0), middle, _speed.At(gigaflops), middle, "stem");
                _page.Circle(_speed.At(gigaflops), middle, 4.5, Colour(layer.Algorithm));
            }
        }
    }

    private void DrawPeak()
    {
        double x = _speed.At(_result.Peak);
        string name = $"FMA peak {BenchText.Figure(_result.Peak)}";
        _page.Line(x, Top, x, End + 5, "peak");
        _page.Text(Math.Min(x, Width - (TextWidth.Of(name, NameSize, bold: true) / 2)), End + 32, "peakname", name);
    }

    private void DrawNotes()
    {
        const string Effective =
            "Effective: two for each multiply-add of the definition. "
            + "Winograd's algorithms and zero-skipping do fewer, so they may pass the FMA peak.";
        const string Peak =
            "The FMA peak is what fused multiply-adds in registers reach on as many cores as there are threads, measured in the same run.";
        Detail(End + 66, Effective);
        Detail(End + 84, Peak);
    }

    private void Detail(int y, string text) =>
        _page.Text(Margin, y, "detail", TextWidth.Fit(Printable.Field(text), DetailSize, Width - (2 * Margin)));

    private static string Shape(LayerInfo layer)
    {
        string output = Quantity.Shape(layer.OutChannels, layer.Height, layer.Width);
        return layer.Algorithms is not null || layer.Kernel > 1 ? $"{LayerText.Window(layer)} to {output}" : output;
    }

    private static string Note(LayerResult result)
    {
        string speed = result.Gigaflops is { } gigaflops ? $", {BenchText.Figure(gigaflops)} GFLOP/s" : "";
        return $"{result.Layer.Name}: {LayerText.Kind(result.Layer)}, best {BenchText.Figure(result.Times.Minimum)} ms, "
            + $"median {BenchText.Figure(result.Times.Median)} ms{speed}";
    }

    private static string Name(ConvolutionAlgorithm? algorithm) =>
        algorithm?.Name ?? "others (pools, shortcuts, classifier)";

    // Okabe and Ito's eight colours, which everybody can tell apart, violet and brown beside them, by rank.
    private static readonly string[] Colours =
    [
        "#a65628",
        "#0072b2",
        "#000000",
        "#6a3d9a",
        "#009e73",
        "#d55e00",
        "#e69f00",
        "#cc79a7",
        "#f0e442",
        "#56b4e9",
    ];

    private static string Colour(ConvolutionAlgorithm? algorithm) =>
        algorithm is null ? "#8c8c8c" : Colours[Rank(algorithm)];

    private static int Rank(ConvolutionAlgorithm? algorithm) =>
        ConvolutionAlgorithm
            .All.Index()
            .Where(pair => pair.Item == algorithm)
            .Select(pair => pair.Index)
            .FirstOrDefault(-1);
}
