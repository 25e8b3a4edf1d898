using System.Diagnostics;

namespace ResNetGen.Runtime;

/// <summary>
/// Where workers wait for each other between layers. Layers take microseconds and workers finish close together, so it
/// spins, yielding now and then in case there are more workers than processors.
/// </summary>
internal sealed class Barrier(int participants)
{
    private const int SpinsBeforeYield = 2000;

    private int _arrived;
    private volatile int _generation;
    private volatile bool _broken;

    /// <summary>When the last one came who did so with a clock, in ticks of <see cref="Stopwatch"/>.</summary>
    public long LastCame { get; private set; }

    /// <summary>Waits for the others.</summary>
    /// <param name="timed">Whether the last one notes the time.</param>
    /// <exception cref="BrokenBarrierException">Another worker failed and will not come.</exception>
    public void Meet(bool timed = false)
    {
        int generation = _generation;
        if (Interlocked.Increment(ref _arrived) == participants)
        {
            if (timed)
            {
                LastCame = Stopwatch.GetTimestamp();
            }

            _arrived = 0;
            _generation = generation + 1;
            return;
        }

        int spins = 0;
        while (_generation == generation)
        {
            if (_broken)
            {
                throw new BrokenBarrierException();
            }

            if (++spins < SpinsBeforeYield)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Lets waiting workers go: one of them failed.</summary>
    public void Break() => _broken = true;

    /// <summary>Makes a broken barrier whole again, while nobody is at it.</summary>
    public void Reset()
    {
        _arrived = 0;
        _broken = false;
    }
}

/// <summary>Another worker failed; its own exception says why.</summary>
internal sealed class BrokenBarrierException : Exception;
