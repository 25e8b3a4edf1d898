using ResNetGen.Runtime;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Bench.Layers;

/// <summary>Where the time of a network goes: each layer's best time in whole runs, against the FMA peak of the same run.</summary>
internal static class LayerTable
{
    public static void Print<TModel>(int images, int threads, double seconds)
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        using Engine engine = EngineOf<TModel>.Load(DeterministicWeights.Safetensors(info), threads, VectorWidths.Widest);
        float[] input = DeterministicWeights.Input(images * info.InputLength);
        float[] logits = new float[images * info.Classes];
        double[] best = new double[info.Layers.Count];
        Array.Fill(best, double.MaxValue);
        TimeSpan[] layers = new TimeSpan[info.Layers.Count];
        double peak = PeakMeter.Measure();
        double bestRun = double.MaxValue;
        List<double> runs = [];
        long until = Environment.TickCount64 + (long)(seconds * 1000);
        while (Environment.TickCount64 < until)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            engine.Profile(input, logits, layers);
            double run = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bestRun = Math.Min(bestRun, run);
            runs.Add(run);
            for (int i = 0; i < best.Length; i++)
            {
                best[i] = Math.Min(best[i], layers[i].TotalMilliseconds);
            }

            if (runs.Count % 20 == 0)
            {
                peak = Math.Max(peak, PeakMeter.Measure());
            }
        }

        runs.Sort();
        Console.WriteLine($"{info.Name}, {images} image(s), {threads} thread(s): best {bestRun:F2} ms, median {runs[runs.Count / 2]:F2} ms, sum of bests {best.Sum():F2} ms; FMA peak {peak:F0} GFLOP/s");
        for (int i = 0; i < best.Length; i++)
        {
            LayerInfo layer = info.Layers[i];
            double gigaflops = 2.0 * images * layer.MultiplyAdds / best[i] / 1e6;
            Console.WriteLine(
                $"{layer.Name,-22} {layer.Kernel}x{layer.Kernel}/{layer.Stride} {layer.InChannels,5} -> {layer.OutChannels,-5} {layer.Height,4}x{layer.Width,-4} {layer.Algorithm,-10} {best[i],8:F3} ms {gigaflops,7:F0} GFLOP/s {100 * gigaflops / (peak * threads),5:F0} %");
        }
    }
}
