using System.Diagnostics;
using ResNetGen.Cli.Bench;

namespace ResNetGen.Bench.Compare;

/// <summary>
/// Two ways to compute the same, timed in turns A B A B A, so that a machine that slows down slows both.
/// </summary>
internal sealed record Turns
{
    private const int FewestTurns = 5;
    private const int FewestWarmUps = 10;

    // A turn repeats a network: a single run is near what a clock can tell, or the one behind which something else woke
    // up.
    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(60);

    // Behind the other's turn its threads may be spinning for more work: they get the time to park.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    // Then caches are cold: the first runs of a turn do not count.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan BetweenPeaks = TimeSpan.FromSeconds(1);

    /// <param name="a">Times of one run of the first, in milliseconds, one for each turn.</param>
    /// <param name="b">Times of one run of the second, of the turns between those.</param>
    /// <param name="peak">The best FMA peak between the turns, in GFLOP/s.</param>
    public Turns(IReadOnlyList<double> a, IReadOnlyList<double> b, double peak)
    {
        A = new Samples(a);
        B = new Samples(b);
        Ratios = new Samples([.. a.Zip(b, Ratio), .. a.Skip(1).Zip(b, Ratio)]);
        Peak = peak;

        static double Ratio(double a, double b) => a / b;
    }

    public Samples A { get; }

    public Samples B { get; }

    /// <summary>
    /// A by B, for each two turns that are neighbours: each B with the A before it and with the A behind it, as a machine
    /// that becomes slower and slower lengthens the later one. A slow spell bends the ratios at its ends alone.
    /// </summary>
    public Samples Ratios { get; }

    public double Peak { get; }

    public static Turns Take(Action a, Action b, TimeSpan duration)
    {
        // The JIT compiles what is hot again after some runs, off this thread.
        TimeSpan warmUp = TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 4, 0.5, 3));
        int repeatA = Repeats(WarmUp(a, warmUp));
        int repeatB = Repeats(WarmUp(b, warmUp));

        List<double> timesA = [];
        List<double> timesB = [];
        double peak = PeakMeter.Measure();
        long start = Stopwatch.GetTimestamp();
        long lastPeak = start;
        do
        {
            timesA.Add(Turn(a, repeatA));
            timesB.Add(Turn(b, repeatB));
            if (Stopwatch.GetElapsedTime(lastPeak) >= BetweenPeaks)
            {
                peak = Math.Max(peak, PeakMeter.Measure());
                lastPeak = Stopwatch.GetTimestamp();
            }
        } while (timesB.Count < FewestTurns || Stopwatch.GetElapsedTime(start) < duration);

        timesA.Add(Turn(a, repeatA));
        return new Turns(timesA, timesB, Math.Max(peak, PeakMeter.Measure()));
    }

    /// <summary>The best time of a run.</summary>
    private static TimeSpan WarmUp(Action run, TimeSpan duration)
    {
        TimeSpan best = TimeSpan.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int runs = 0; runs < FewestWarmUps || Stopwatch.GetElapsedTime(start) < duration; runs++)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            TimeSpan time = Stopwatch.GetElapsedTime(begin);
            best = time < best ? time : best;
        }

        return best;
    }

    private static int Repeats(TimeSpan run) => (int)Math.Ceiling(ShortestTurn / run);

    private static double Turn(Action run, int repeats)
    {
        Thread.Sleep(Pause);
        long settling = Stopwatch.GetTimestamp();
        do
        {
            run();
        } while (Stopwatch.GetElapsedTime(settling) < Settling);

        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds / repeats;
    }
}
