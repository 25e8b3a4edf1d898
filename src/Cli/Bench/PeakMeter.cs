using System.Diagnostics;
using ResNetGen.Runtime;

namespace ResNetGen.Cli.Bench;

/// <summary>
/// The most multiply-adds that one core does in registers: what kernels are held against. Measured in the same run, as
/// the clock drifts.
/// </summary>
internal static class PeakMeter
{
    private const int Turns = 20_000;
    private const int Measurements = 40;

    /// <summary>
    /// The best but a few of many short measurements, in GFLOP/s (a multiply-add counts two): a virtual machine's clock
    /// sometimes stands still, and the very best would be its.
    /// </summary>
    public static unsafe double Measure()
    {
        double[] rates = new double[Measurements];
        VectorWidth width = VectorWidths.Widest;
        delegate* <int, float> chain = PeakChain.Of(width);
        for (int i = 0; i < rates.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float result = chain(Turns);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            GC.KeepAlive(result);
            rates[i] = 2.0 * ((int)width / 32) * PeakChain.Length * Turns / seconds / 1e9;
        }

        Array.Sort(rates);
        return rates[^(Measurements / 10)];
    }
}
