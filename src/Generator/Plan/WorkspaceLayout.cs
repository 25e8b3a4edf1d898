namespace ResNetGen.Generator.Plan;

/// <summary>
/// Lays the buffers of a network out in one workspace: buffers whose lives overlap never share memory, others of the
/// same geometry may. Largest first, each into the smallest gap that holds it. Maps of one geometry lie plane on plane,
/// so that a halo is only ever a halo: its zeros stay from the start. And a row of a map is written by the same worker
/// in every layer: a core that writes what another has in its cache must wait for it.
/// </summary>
internal static class WorkspaceLayout
{
    // A line of cache; also what an aligned Vector512 needs.
    private const int Alignment = 16;

    /// <summary>Gives every buffer its offset; returns the size of the workspace in floats.</summary>
    /// <param name="phases">What runs between two barriers, in order.</param>
    /// <param name="imagewisePhases">Phases, from the first, that run once for each image.</param>
    public static long Assign(IReadOnlyList<IReadOnlyList<Operation>> phases, int imagewisePhases)
    {
        long size = 0;
        foreach (
            IGrouping<object?, Life> alike in Lives(phases, imagewisePhases).GroupBy(life => Geometry(life.Buffer))
        )
        {
            List<Life> placed = [];
            foreach (Life life in alike.OrderByDescending(life => life.Size).ThenBy(life => life.First))
            {
                life.Buffer.Offset = SmallestGap(
                    size,
                    placed.Where(life.Overlaps).OrderBy(other => other.Buffer.Offset),
                    life.Size
                );
                placed.Add(life);
            }

            size = placed.Max(life => life.End);
        }

        return size;
    }

    // What has no planes shares with its like: it is written whole, borders and all.
    private static object? Geometry(Buffer buffer) => buffer is Activation a ? (a.Height, a.Width, a.Halo) : null;

    private static IEnumerable<Life> Lives(IReadOnlyList<IReadOnlyList<Operation>> phases, int imagewisePhases)
    {
        Dictionary<Buffer, Life> lives = [];
        for (int phase = 0; phase < phases.Count; phase++)
        {
            foreach (Operation operation in phases[phase])
            {
                foreach (Buffer written in operation.MayWrite)
                {
                    // What collects the images one by one is alive from the first image on.
                    int first = phase < imagewisePhases && written.Images > 1 ? 0 : phase;
                    lives.Add(
                        written,
                        new Life(written, Align(written.FloatsPerImage * written.Images), first) { Last = phase }
                    );
                }

                foreach (Buffer read in operation.Reads)
                {
                    lives[read].Last = phase;
                }
            }
        }

        return lives.Values;
    }

    private static long SmallestGap(long start, IEnumerable<Life> neighbours, long size)
    {
        long best = -1;
        long bestGap = long.MaxValue;
        long end = start;
        foreach (Life neighbour in neighbours)
        {
            long gap = neighbour.Buffer.Offset - end;
            if (gap >= size && gap < bestGap)
            {
                best = end;
                bestGap = gap;
            }

            end = Math.Max(end, neighbour.End);
        }

        return best >= 0 ? best : end;
    }

    private static long Align(long floats) => (floats + Alignment - 1) / Alignment * Alignment;

    private sealed class Life(Buffer buffer, long size, int first)
    {
        public Buffer Buffer => buffer;

        public long Size => size;

        public int First => first;

        public int Last { get; set; }

        public long End => buffer.Offset + size;

        public bool Overlaps(Life other) => First <= other.Last && other.First <= Last;
    }
}
