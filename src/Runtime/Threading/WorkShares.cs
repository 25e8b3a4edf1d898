namespace ResNetGen.Runtime;

/// <summary>
/// Who computes which units of a layer. Each worker has a share of its own, from front to back, so that it finds in its
/// caches what it wrote; when that is done, it takes units from the back of another's: a processor that others slow
/// down delays nobody by more than a unit.
/// </summary>
internal sealed class WorkShares(int workers)
{
    // Two lines of cache, which processors fetch in pairs.
    private const int Spacing = 16;
    private const int IndexBits = 24;
    private const int Mask = (1 << IndexBits) - 1;

    /// <summary>The most units that can be shared.</summary>
    public const int MostUnits = Mask;

    // Of each worker: the number of the division (16 bits), and of its share the next unit and the end (24 bits each).
    private readonly long[] _shares = new long[workers * Spacing];

    // Of each worker, how many divisions it has begun: the same for all at the same place of the walk.
    private readonly long[] _divisions = new long[workers * Spacing];

    /// <summary>Begins anew, while nobody works.</summary>
    public void Reset()
    {
        Array.Clear(_shares);
        Array.Clear(_divisions);
    }

    /// <summary>A worker begins the next division; gives its number.</summary>
    public ushort Begin(int worker, int total)
    {
        ushort division = (ushort)++_divisions[worker * Spacing];
        ref long share = ref _shares[worker * Spacing];
        long found = Volatile.Read(ref share);

        // Others can be a layer ahead, where no barrier is between: then nothing is left of this division, and the
        // share is that of the next.
        if ((short)(Division(found) - division) < 0)
        {
            // If this fails, another has begun the share already by taking from it.
            Interlocked.CompareExchange(ref share, Whole(worker, division, total), found);
        }

        return division;
    }

    /// <summary>Takes the next unit of a worker's own share in a division; -1 when there is none.</summary>
    public int TakeOwn(int worker, ushort division)
    {
        ref long share = ref _shares[worker * Spacing];
        while (true)
        {
            long found = Volatile.Read(ref share);
            if (Division(found) != division || Next(found) >= End(found))
            {
                return -1;
            }

            if (Interlocked.CompareExchange(ref share, found + (1L << IndexBits), found) == found)
            {
                return Next(found);
            }
        }
    }

    /// <summary>Takes the last unit of another worker's share in the same division; -1 when there is none.</summary>
    public int TakeFrom(int worker, ushort division, int total)
    {
        ref long share = ref _shares[worker * Spacing];
        while (true)
        {
            long found = Volatile.Read(ref share);
            short ahead = (short)(Division(found) - division);
            if (ahead > 0)
            {
                return -1;
            }

            // A worker that is not here yet has its share untouched.
            long current = ahead == 0 ? found : Whole(worker, division, total);
            if (Next(current) >= End(current))
            {
                return -1;
            }

            if (Interlocked.CompareExchange(ref share, current - 1, found) == found)
            {
                return End(current) - 1;
            }
        }
    }

    private long Whole(int worker, ushort division, int total)
    {
        (int first, int end) = Part(worker, workers, total);
        return ((long)division << (2 * IndexBits)) | ((long)first << IndexBits) | (long)end;
    }

    /// <summary>A worker's contiguous part of so many equal units.</summary>
    public static (int First, int End) Part(int worker, int workers, int total) =>
        ((int)((long)total * worker / workers), (int)((long)total * (worker + 1) / workers));

    private static ushort Division(long share) => (ushort)(share >> (2 * IndexBits));

    private static int Next(long share) => (int)(share >> IndexBits) & Mask;

    private static int End(long share) => (int)share & Mask;
}
