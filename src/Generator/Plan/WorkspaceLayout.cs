namespace ResNetGen.Generator.Plan;

/// <summary>
/// Lays the buffers of a network out in one workspace: buffers whose lives overlap never share memory, others may. Largest first, each into the
/// smallest gap that holds it.
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
        List<Life> placed = [];
        foreach (Life life in Lives(phases, imagewisePhases).OrderByDescending(life => life.Size).ThenBy(life => life.First))
        {
            life.Buffer.Offset = SmallestGap(placed.Where(life.Overlaps).OrderBy(other => other.Buffer.Offset), life.Size);
            placed.Add(life);
        }

        return placed.Count == 0 ? 0 : placed.Max(life => life.End);
    }

    private static IEnumerable<Life> Lives(IReadOnlyList<IReadOnlyList<Operation>> phases, int imagewisePhases)
    {
        Dictionary<Buffer, Life> lives = [];
        for (int phase = 0; phase < phases.Count; phase++)
        {
            foreach (Operation operation in phases[phase])
            {
                foreach (Buffer written in operation.Scratch is { } scratch ? [operation.Writes, scratch] : new[] { operation.Writes })
                {
                    // What collects the images one by one is alive from the first image on.
                    int first = phase < imagewisePhases && written.Images > 1 ? 0 : phase;
                    lives.Add(written, new Life(written, Align(written.FloatsPerImage * written.Images), first) { Last = phase });
                }

                foreach (Buffer read in operation.Reads)
                {
                    lives[read].Last = phase;
                }
            }
        }

        return lives.Values;
    }

    private static long SmallestGap(IEnumerable<Life> neighbours, long size)
    {
        long best = -1;
        long bestGap = long.MaxValue;
        long end = 0;
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
