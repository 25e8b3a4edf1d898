using System.Globalization;
using ResNetGen.Cli.Bench;

namespace ResNetGen.Cli.Output;

/// <summary>Layers as a picture: a row each, its time on the left, its speed against the FMA peak on the right.</summary>
internal sealed class LayerChart
{
    private const int Width = 1000;
    private const int Margin = 24;
    private const int RowHeight = 18;
    private const int BarHeight = 12;
    private const int Top = 172;
    private const int Bottom = 112;
    private const int ShapeEnd = 306;
    private const int TimeStart = 318;
    private const int TimeLength = 312;
    private const int SpeedStart = 704;
    private const int SpeedLength = 256;

    // Blanks between two entries of the legend, and the width of a letter, about.
    private const int LegendGap = 42;
    private const double LegendLetter = 6;

    private const string Style =
        """
        text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif; }
        text { font-size: 11px; fill: #24292f; }
        .title { font-size: 19px; font-weight: 600; }
        .detail { font-size: 12px; fill: #57606a; }
        .axis { font-size: 12px; font-weight: 600; }
        .tick { fill: #57606a; text-anchor: middle; }
        .shape { font-size: 10px; fill: #57606a; text-anchor: end; }
        .value { font-size: 10px; fill: #57606a; }
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
    private readonly SvgPage _page;

    private LayerChart(BenchResult result)
    {
        _result = result;
        _layers = result.Layers;
        _time = new Axis(TimeStart, TimeLength, _layers.Max(layer => layer.Times.Minimum));
        _speed = new Axis(SpeedStart, SpeedLength, Math.Max(result.Peak, _layers.Max(layer => layer.Gigaflops ?? 0)));
        _page = new SvgPage($"Time of each layer of {result.Model}", Style, Width, Top + (RowHeight * _layers.Count) + Bottom);
    }

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
        _page.Text(Margin, 36, "title", $"{_result.Model}: {median} ms a run (median), {throughput} images/s");
        _page.Text(Margin, 60, "detail", BenchText.Setting(_result));
        _page.Text(Margin, 78, "detail", BenchText.Machine(_result.Machine));
        _page.Text(Margin, 96, "detail", $"{_result.Machine.OperatingSystem}, {BenchText.Date(_result.Machine)}");
        double x = Margin;
        foreach (ConvolutionAlgorithm algorithm in _layers.Select(layer => layer.Layer.Algorithm).Distinct().Order())
        {
            string name = Name(algorithm);
            _page.Bar(x, 110, BarHeight, BarHeight, "key", Colour(algorithm), name);
            _page.Text(x + BarHeight + 6, 120, "name", name);
            x += (name.Length * LegendLetter) + LegendGap;
        }
    }

    private void DrawAxis(Axis axis, string title)
    {
        _page.Text(axis.At(0), 144, "axis", title);
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
            _page.Bar(_time.At(0), top, _time.Length(best), BarHeight, "layer", Colour(layer.Algorithm), Note(_layers[i]));
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
        _page.Line(x, Top, x, End + 5, "peak");
        _page.Text(x, End + 32, "peakname", $"FMA peak {BenchText.Figure(_result.Peak)}");
    }

    private void DrawNotes()
    {
        const string Effective =
            "Effective: two for each multiply-add of the definition. Winograd's algorithms and zero-skipping do fewer, so they may pass the FMA peak.";
        const string Peak =
            "The FMA peak is what fused multiply-adds in registers reach on as many cores as there are threads, measured in the same run.";
        _page.Text(Margin, End + 66, "detail", Effective);
        _page.Text(Margin, End + 84, "detail", Peak);
    }

    private static string Shape(LayerInfo layer)
    {
        string output = Quantity.Shape(layer.OutChannels, layer.Height, layer.Width);
        return layer.Kind is LayerKind.StemConvolution or LayerKind.Convolution or LayerKind.MaxPool
            ? $"{LayerText.Window(layer)} to {output}"
            : output;
    }

    private static string Note(LayerResult result)
    {
        string speed = result.Gigaflops is { } gigaflops ? $", {BenchText.Figure(gigaflops)} GFLOP/s" : "";
        return $"{result.Layer.Name}: {LayerText.Kind(result.Layer)}, best {BenchText.Figure(result.Times.Minimum)} ms, "
            + $"median {BenchText.Figure(result.Times.Median)} ms{speed}";
    }

    private static string Name(ConvolutionAlgorithm algorithm) => algorithm switch
    {
        ConvolutionAlgorithm.None => "others (stem, pools, shortcuts, classifier)",
        ConvolutionAlgorithm.Direct => "direct convolution",
        _ => LayerText.Algorithm(algorithm),
    };

    // Okabe and Ito's colours, which everybody can tell apart.
    private static string Colour(ConvolutionAlgorithm algorithm) => algorithm switch
    {
        ConvolutionAlgorithm.Direct => "#0072b2",
        ConvolutionAlgorithm.ZeroSkipping => "#000000",
        ConvolutionAlgorithm.Winograd2 => "#e69f00",
        ConvolutionAlgorithm.Winograd4 => "#009e73",
        ConvolutionAlgorithm.Winograd4FromTaps => "#d55e00",
        ConvolutionAlgorithm.WinogradStride2 => "#cc79a7",
        ConvolutionAlgorithm.Winograd4Stride2 => "#f0e442",
        ConvolutionAlgorithm.StemWinograd => "#56b4e9",
        _ => "#8c8c8c",
    };
}
