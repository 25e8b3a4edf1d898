namespace ResNetGen.Runtime.Tests.Execution;

[Collection(nameof(Alone))]
public class AllocationTests
{
    [Fact]
    public void OneThreadAllocatesNothing()
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors);
        Buffers buffers = new();
        RunAll(model, buffers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunAll(model, buffers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Of all threads: the test's own host allocates now and then, so one round without any proves it.
    [Fact]
    public void TwoThreadsAllocateNothing()
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads: 2);
        Buffers buffers = new();
        long least = long.MaxValue;
        for (int round = 0; round < 100 && least > 0; round++)
        {
            RunAll(model, buffers);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 10; i++)
            {
                RunAll(model, buffers);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    // More threads than processors, so that the caller has to wait long for some of them, sooner or later.
    [Fact]
    public void TheFirstRunsOfManyThreadsAllocateNothing()
    {
        Buffers buffers = new();
        using (TinyBasic warm = TinyBasic.Load(TinyNetwork.Safetensors, threads: 8))
        {
            RunAll(warm, buffers);
        }

        // Caches of .NET itself grow now and then, on the thread that asks: one model without any proves it.
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads: 8);
            least = Math.Min(least, Allocated(() => RunAll(model, buffers), times: 100));
        }

        Assert.Equal(0, least);
    }

    /// <summary>Bytes that a thread allocates in several runs, the least of a few times.</summary>
    internal static long LeastAllocated(Action run)
    {
        run();
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            least = Math.Min(least, Allocated(run, times: 100));
        }

        return least;
    }

    private static long Allocated(Action run, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++)
        {
            run();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void RunAll(TinyBasic model, Buffers buffers)
    {
        model.Forward(TinyNetwork.Images, buffers.Logits);
        model.Profile(TinyNetwork.Images, buffers.Logits, buffers.Times);
        model.Embed(TinyNetwork.Images, buffers.Embeddings);
        for (int level = 0; level < buffers.Maps.Length; level++)
        {
            model.FeatureMap(TinyNetwork.Images, TinyBasic.Network.FeatureMaps[level], buffers.Maps[level]);
        }
    }

    private sealed class Buffers
    {
        public float[] Logits { get; } = new float[TinyNetwork.Batch * TinyBasic.Classes];

        public TimeSpan[] Times { get; } = new TimeSpan[TinyBasic.Network.Layers.Count];

        public float[] Embeddings { get; } = new float[TinyNetwork.Batch * TinyBasic.EmbeddingLength];

        public float[][] Maps { get; } =
        [.. TinyBasic.Network.FeatureMaps.Select(map => new float[TinyNetwork.Batch * map.Length])];
    }
}
