namespace ResNetGen.Generator.Plan;

/// <summary>Where a buffer is in the workspace.</summary>
/// <param name="Offset">Its first float.</param>
/// <param name="Halo">Zeros round each plane.</param>
/// <param name="Images">Images that it holds: one where images are taken one by one, otherwise the batch.</param>
internal readonly record struct BufferPlace(long Offset, int Halo, int Images);

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

    /// <summary>Gives every buffer its place, and the size of the workspace in floats.</summary>
    /// <param name="blocks">The network.</param>
    /// <param name="imagewiseBlocks">Blocks, from the first, that run once for each image.</param>
    /// <param name="batch">Images of a full batch.</param>
    public static (IReadOnlyDictionary<Buffer, BufferPlace> Places, long Floats) Assign(
        IReadOnlyList<BlockGraph> blocks,
        int imagewiseBlocks,
        int batch
    )
    {
        Dictionary<Buffer, BufferPlace> places = [];
        long size = 0;
        foreach (IGrouping<object?, Life> alike in Lives(blocks, imagewiseBlocks, batch).GroupBy(life => life.Geometry))
        {
            List<Life> placed = [];
            foreach (Life life in alike.OrderByDescending(life => life.Size).ThenBy(life => life.First))
            {
                IEnumerable<Life> neighbours = placed.Where(life.Overlaps).OrderBy(other => other.Offset);
                life.Offset = SmallestGap(size, neighbours, life.Size);
                placed.Add(life);
                places.Add(life.Buffer, new BufferPlace(life.Offset, life.Halo, life.Images));
            }

            size = placed.Max(life => life.End);
        }

        return (places, size);
    }

    /// <summary>Zeros that the widest reader of each buffer needs round its planes.</summary>
    private static Dictionary<Buffer, int> Halos(IEnumerable<Operation> operations) =>
        operations
            .Where(operation => operation.InputHalo > 0)
            .GroupBy(operation => operation.Reads.First(), operation => operation.InputHalo)
            .ToDictionary(readers => readers.Key, readers => readers.Max());

    private static IEnumerable<Life> Lives(IReadOnlyList<BlockGraph> blocks, int imagewiseBlocks, int batch)
    {
        Dictionary<Buffer, int> halos = Halos(blocks.SelectMany(block => block.Operations));
        Dictionary<Buffer, Life> lives = [];
        int phase = 0;
        for (int block = 0; block < blocks.Count; block++)
        {
            bool isImagewise = block < imagewiseBlocks;
            foreach (IReadOnlyList<Operation> operations in blocks[block].Phases)
            {
                foreach (Operation operation in operations)
                {
                    foreach (Buffer written in operation.MayWrite)
                    {
                        // What is written one image at a time is overwritten by the next, but for the output of the
                        // last such block: it collects them all, and is alive from the first image on. A map that is
                        // written on request is asked for one image at a time.
                        bool collects = block == imagewiseBlocks - 1 && written == blocks[block].Output;
                        bool ofBatch = written != operation.WritesOnRequest && (!isImagewise || collects);
                        int halo = halos.TryGetValue(written, out int needed) ? needed : 0;
                        lives.Add(
                            written,
                            new Life(written, halo, ofBatch ? batch : 1, collects && batch > 1 ? 0 : phase)
                            {
                                Last = phase,
                            }
                        );
                    }

                    foreach (Buffer read in operation.Reads)
                    {
                        lives[read].Last = phase;
                    }
                }

                phase++;
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
            long gap = neighbour.Offset - end;
            if (gap >= size && gap < bestGap)
            {
                best = end;
                bestGap = gap;
            }

            end = Math.Max(end, neighbour.End);
        }

        return best >= 0 ? best : end;
    }

    private sealed class Life(Buffer buffer, int halo, int images, int first)
    {
        public Buffer Buffer => buffer;

        public int Halo => halo;

        public int Images => images;

        public long Size { get; } = ((buffer.FloatsPerImage(halo) * images) + Alignment - 1) / Alignment * Alignment;

        /// <summary>Buffers that keep no halo are written whole, borders too, and share memory with each other.</summary>
        public object? Geometry => buffer is Activation a ? (a.Height, a.Width, halo) : null;

        public int First => first;

        public int Last { get; set; }

        public long Offset { get; set; }

        public long End => Offset + Size;

        public bool Overlaps(Life other) => First <= other.Last && other.First <= Last;
    }
}
