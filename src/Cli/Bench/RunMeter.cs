using System.Diagnostics;
using ResNetGen.Cli.Models;

namespace ResNetGen.Cli.Bench;

/// <summary>Runs a network for a while and keeps the time of each run.</summary>
internal sealed class RunMeter
{
    private const int FewestRuns = 5;
    private const int FewestWarmUps = 3;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(3);

    // The clock of a processor drifts: what runs are held against is measured among them.
    private static readonly TimeSpan BetweenPeaks = TimeSpan.FromSeconds(0.5);

    private readonly IImageModel _model;
    private readonly float[] _images;
    private readonly float[] _results;
    private readonly NetworkFunction _run;
    private readonly TimeSpan[] _layers;

    /// <param name="model">The network.</param>
    /// <param name="images">Images of one run.</param>
    /// <param name="profiles">Whether every second run is one that times its layers, and does not count as a whole
    /// one.</param>
    public RunMeter(IImageModel model, int images, bool profiles)
    {
        _model = model;
        _images = MadeUpWeights.Images(images * model.Network.InputLength);
        _results = new float[images * model.Network.ResultLength];
        _run = WholeRun.Of(model);
        _layers = new TimeSpan[profiles ? model.Network.Layers.Count : 0];
    }

    /// <summary>Measures for so long, or a little longer: a few runs there are always.</summary>
    /// <param name="duration">How long, the warm-up before it excluded.</param>
    /// <param name="passed">Is told now and then, between two runs, how much of the time has passed.</param>
    /// <param name="stop">Ends it.</param>
    public Measurement Measure(TimeSpan duration, Action<TimeSpan> passed, CancellationToken stop)
    {
        int warmUpRuns = WarmUp(duration / 4 < LongestWarmUp ? duration / 4 : LongestWarmUp, stop);
        List<double> runs = [];
        IReadOnlyList<List<double>> layers = [.. _layers.Select(_ => new List<double>())];
        double peak = PeakMeter.Measure();
        long start = Stopwatch.GetTimestamp();
        long lastPeak = start;
        do
        {
            stop.ThrowIfCancellationRequested();
            runs.Add(Run());
            Profile(layers);
            if (Stopwatch.GetElapsedTime(lastPeak) >= BetweenPeaks)
            {
                peak = Math.Max(peak, PeakMeter.Measure());
                passed(Stopwatch.GetElapsedTime(start));
                lastPeak = Stopwatch.GetTimestamp();
            }
        } while (runs.Count < FewestRuns || Stopwatch.GetElapsedTime(start) < duration);

        peak = Math.Max(peak, PeakMeter.Measure());
        return new Measurement(
            warmUpRuns,
            new Distribution(runs),
            [.. layers.Select(times => new Distribution(times))],
            peak
        );
    }

    /// <summary>Runs that fill caches and let the just-in-time compiler see what is hot.</summary>
    private int WarmUp(TimeSpan duration, CancellationToken stop)
    {
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        while (runs < FewestWarmUps || Stopwatch.GetElapsedTime(start) < duration)
        {
            stop.ThrowIfCancellationRequested();
            Run();
            Profile([]);
            runs += _layers.Length > 0 ? 2 : 1;
        }

        return runs;
    }

    private double Run()
    {
        long start = Stopwatch.GetTimestamp();
        _run(_images, _results);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private void Profile(IReadOnlyList<List<double>> times)
    {
        if (_layers.Length == 0)
        {
            return;
        }

        _model.Profile(_images, _results, _layers);
        for (int i = 0; i < times.Count; i++)
        {
            times[i].Add(_layers[i].TotalMilliseconds);
        }
    }
}
