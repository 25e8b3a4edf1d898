using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ResNetGen.Runtime;

namespace ResNetGen.Cli.Bench;

/// <summary>
/// The most multiply-adds that one core does in registers: what kernels are held against. Measured in the same run, as
/// the clock drifts.
/// </summary>
internal static class PeakMeter
{
    private const int Turns = 20_000;
    private const int Chains = 12;
    private const int Measurements = 40;

    /// <summary>
    /// The best but a few of many short measurements, in GFLOP/s (a multiply-add counts two): a virtual machine's clock
    /// sometimes stands still, and the very best would be its.
    /// </summary>
    public static unsafe double Measure()
    {
        double[] rates = new double[Measurements];
        int lanes = (int)VectorWidths.Widest / 32;
        delegate* <int, float> chain512 = PeakChain.Address();
        for (int i = 0; i < rates.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float result = lanes switch
            {
                16 => chain512(Turns),
                8 => Chain256(),
                _ => Chain128(),
            };
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            GC.KeepAlive(result);
            rates[i] = 2.0 * lanes * Chains * Turns / seconds / 1e9;
        }

        Array.Sort(rates);
        return rates[^(Measurements / 10)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chain256()
    {
        Vector256<float> x = Vector256.Create(0.999f),
            y = Vector256.Create(1e-7f);
        Vector256<float> a = x,
            b = x,
            c = x,
            d = x,
            e = x,
            f = x,
            g = x,
            h = x,
            i = x,
            j = x,
            k = x,
            l = x;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l)[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chain128()
    {
        Vector128<float> x = Vector128.Create(0.999f),
            y = Vector128.Create(1e-7f);
        Vector128<float> a = x,
            b = x,
            c = x,
            d = x,
            e = x,
            f = x,
            g = x,
            h = x,
            i = x,
            j = x,
            k = x,
            l = x;
        for (int turn = 0; turn < Turns; turn++)
        {
            a = Vector128.MultiplyAddEstimate(a, x, y);
            b = Vector128.MultiplyAddEstimate(b, x, y);
            c = Vector128.MultiplyAddEstimate(c, x, y);
            d = Vector128.MultiplyAddEstimate(d, x, y);
            e = Vector128.MultiplyAddEstimate(e, x, y);
            f = Vector128.MultiplyAddEstimate(f, x, y);
            g = Vector128.MultiplyAddEstimate(g, x, y);
            h = Vector128.MultiplyAddEstimate(h, x, y);
            i = Vector128.MultiplyAddEstimate(i, x, y);
            j = Vector128.MultiplyAddEstimate(j, x, y);
            k = Vector128.MultiplyAddEstimate(k, x, y);
            l = Vector128.MultiplyAddEstimate(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l)[0];
    }
}
