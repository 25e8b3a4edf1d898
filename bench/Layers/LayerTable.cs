using System.Diagnostics;
using ResNetGen.Cli.Bench;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Bench.Layers;

/// <summary>
/// Where the time of a network goes: each layer's time in whole runs, against the FMA peak of the same run.
/// </summary>
internal static class LayerTable
{
    // The clock drifts: the peak is measured again after so many runs.
    private const int RunsBetweenPeaks = 20;

    public static void Print(Network network, int images, int threads, TimeSpan duration)
    {
        ModelInfo info = network.Info;
        using IImageModel model = network.Load(DeterministicWeights.Safetensors(info), threads);
        float[] input = DeterministicWeights.Input(images * info.InputLength);
        float[] results = new float[images * info.ResultLength];
        TimeSpan[] layers = new TimeSpan[info.Layers.Count];
        List<double>[] times = [.. info.Layers.Select(_ => new List<double>())];
        List<double> runs = [];
        double peak = PeakMeter.Measure();
        long start = Stopwatch.GetTimestamp();
        do
        {
            long begin = Stopwatch.GetTimestamp();
            model.Profile(input, results, layers);
            runs.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            for (int i = 0; i < layers.Length; i++)
            {
                times[i].Add(layers[i].TotalMilliseconds);
            }

            if (runs.Count % RunsBetweenPeaks == 0)
            {
                peak = Math.Max(peak, PeakMeter.Measure());
            }
        } while (Stopwatch.GetElapsedTime(start) < duration);

        runs.Sort();
        double[] typical = [.. times.Select(Typical)];
        Console.WriteLine(
            $"{info.Name}, {images} image(s), {threads} thread(s): best {runs[0]:F2} ms, median {runs[runs.Count / 2]:F2} ms, "
                + $"sum of layers {typical.Sum():F2} ms; FMA peak {peak:F0} GFLOP/s"
        );
        for (int i = 0; i < typical.Length; i++)
        {
            Console.WriteLine(Row(info.Layers[i], images, typical[i], peak * threads));
        }
    }

    // The lower quartile: a layer's best time would be one in which another worker, early, did most of it.
    private static double Typical(List<double> times)
    {
        times.Sort();
        return times[times.Count / 4];
    }

    private static string Row(LayerInfo layer, int images, double milliseconds, double peak)
    {
        double gigaflops = 2.0 * images * layer.MultiplyAdds / milliseconds / 1e6;
        string shape = $"{layer.InChannels, 5} -> {layer.OutChannels, -5} {layer.Height, 4}x{layer.Width, -4}";
        return $"{layer.Name, -22} {layer.Kernel}x{layer.Kernel}/{layer.Stride} {shape} {layer.Algorithm?.Id, -10} "
            + $"{milliseconds, 8:F3} ms {gigaflops, 7:F0} GFLOP/s {100 * gigaflops / peak, 5:F0} %";
    }
}
