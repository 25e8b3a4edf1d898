using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Weights;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>
/// Models and forks that nobody disposes: once they are collected, their threads have ended and their memory is free.
/// </summary>
[Collection(nameof(Alone))]
public sealed partial class ForgottenTests
{
    private const int Forks = 50;
    private const int MostCollections = 100;

    private static readonly byte[] Packed = PackedBytes.Of<TinyBasic>();

    private readonly ConcurrentDictionary<Thread, bool> _workers = [];
    private readonly long _bytesBefore = BytesInUse();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ForksEnd(int threads)
    {
        using (Engine original = TinyNetwork.Load(Walk, threads))
        {
            Assert.Equal(TinyNetwork.Logits, original.Forward());
            Thread[] own = [.. _workers.Keys];
            long bytes = AlignedMemory.Bytes;

            Forget(() => original.Fork().Forward(), Forks);
            Assert.Equal((Forks + 1) * (threads - 1), _workers.Count);

            Assert.True(Collected(() => _workers.Keys.Count(thread => thread.IsAlive) == own.Length));
            Assert.True(Collected(() => AlignedMemory.Bytes <= bytes));
            Assert.All(own, thread => Assert.True(thread.IsAlive));
            Assert.Equal(TinyNetwork.Logits, original.Forward());
        }

        CheckAllIsFree();
    }

    // Two dozen objects for each megabyte: without being told, the collector would not come before gigabytes had added
    // up.
    [Fact]
    public void TheCollectorKnowsWhatIsAtStake()
    {
        const int Most = 500;
        using TinyImageByImage original = TinyImageByImage.Load(
            DeterministicWeights.Safetensors(TinyImageByImage.Network)
        );
        long bytes = AlignedMemory.Bytes;
        long ofOne = TinyImageByImage.WorkspaceBytes;
        Assert.True(ofOne > 1 << 20);
        int forks = 0;
        while (AlignedMemory.Bytes - bytes >= forks * ofOne && forks < Most)
        {
            forks++;
            original.Fork();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(forks, 1, Most - 1);
    }

    // A collection takes longer than all else that Load does with a packed file.
    [Fact]
    public void TheFirstMegabytesForceNoCollection()
    {
        const long Floats = 5 << 20;
        Collected(() => AlignedMemory.Bytes <= Floats * sizeof(float));
        int least = int.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            // The collector does not come again at once.
            Thread.Sleep(200);
            int before = GC.CollectionCount(0);
            new AlignedMemory(Floats).Dispose();
            least = Math.Min(least, GC.CollectionCount(0) - before);
        }

        Assert.Equal(0, least);
    }

    // Without a run, no thread has ever had anything to do with its engine.
    [Fact]
    public void ForksThatNeverRanEnd()
    {
        using TinyBasic original = TinyBasic.Load(TinyNetwork.Safetensors, threads: 2);
        int threads = WorkerThreads();
        long bytes = AlignedMemory.Bytes;

        Forget(() => original.Fork(), Forks);

        Assert.True(Collected(() => AlignedMemory.Bytes <= bytes));
        Assert.True(Collected(() => WorkerThreads() <= threads), "The threads of forgotten forks are there still.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ModelsEnd(int threads)
    {
        Forget(() => TinyNetwork.Load(Walk, threads).Forward(), Forks);

        CheckAllIsFree();
    }

    [Fact]
    public void ModelsWithEmbeddedWeightsEnd()
    {
        using ResourceAssembly assembly = new(Packed);

        Forget(
            () =>
                Assert.Equal(
                    TinyNetwork.Logits,
                    EngineOf<TinyBasic>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 2).Forward()
                ),
            Forks
        );

        CheckAllIsFree();
    }

    // What is forgotten gives its share of the weights back: they go with the last one that is disposed, at once.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsGoWithTheLastOneDisposed(bool forgetTheOriginal)
    {
        using NativeBytes bytes = new(Packed);
        Engine kept = Keep();
        Assert.True(Collected(() => _workers.Keys.Count(thread => thread.IsAlive) == 1));

        Assert.Equal(1, bytes.Pins);
        Assert.Equal(TinyNetwork.Logits, kept.Forward());
        kept.Dispose();
        Assert.Equal(0, bytes.Pins);
        CheckAllIsFree();
        Assert.Equal(0, bytes.Pins);

        [MethodImpl(MethodImplOptions.NoInlining)]
        Engine Keep()
        {
            Engine original = Engine.Load(TinyBasic.Network, Walk, bytes.Memory, threads: 2);
            Engine fork = original.Fork();
            (Engine first, Engine second) = forgetTheOriginal ? (original, fork) : (fork, original);
            first.Forward();
            second.Forward();
            return second;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void WeightsGoWithTheLastOneForgotten(int disposed)
    {
        using NativeBytes bytes = new(Packed);
        Forget(
            () =>
            {
                Engine original = Engine.Load(TinyBasic.Network, Walk, bytes.Memory, threads: 2);
                Engine[] engines = [original, original.Fork(), original.Fork()];
                Assert.All(engines, engine => Assert.Equal(TinyNetwork.Logits, engine.Forward()));
                foreach (Engine engine in engines[..disposed])
                {
                    engine.Dispose();
                }

                Assert.Equal(1, bytes.Pins);
            },
            times: 1
        );

        Assert.True(Collected(() => bytes.Pins == 0));
        CheckAllIsFree();
        Assert.Equal(0, bytes.Pins);
    }

    // A disposed one holds nothing, though somebody holds it.
    [Fact]
    public void WeightsGoThoughADisposedOneIsKept()
    {
        using NativeBytes bytes = new(Packed);
        Engine kept = Fork();

        Assert.True(Collected(() => bytes.Pins == 0));
        GC.KeepAlive(kept);

        [MethodImpl(MethodImplOptions.NoInlining)]
        Engine Fork()
        {
            Engine fork = Engine.Load(TinyBasic.Network, Walk, bytes.Memory, threads: 2).Fork();
            fork.Dispose();
            return fork;
        }
    }

    // It is finalized nevertheless: without a pool, and with weights that were given back already.
    [Fact]
    public void AnEngineThatCannotBeMadeGivesItsWeightsBackOnce()
    {
        using NativeBytes bytes = new(Packed);
        using (Engine engine = Engine.Load(TinyBasic.Network, Walk, bytes.Memory, threads: 2))
        {
            Forget(
                () => Assert.ThrowsAny<Exception>(() => engine.Fork(threads: int.MaxValue, VectorWidths.Widest)),
                times: 5
            );
            Collect();
            Assert.Equal(1, bytes.Pins);
            Assert.Equal(TinyNetwork.Logits, engine.Forward());
        }

        Assert.Equal(0, bytes.Pins);
        CheckAllIsFree();
    }

    private void CheckAllIsFree()
    {
        Assert.True(Collected(() => !_workers.Keys.Any(thread => thread.IsAlive)), "Threads run for nobody.");
        Assert.True(
            Collected(() => AlignedMemory.Bytes <= _bytesBefore),
            $"{AlignedMemory.Bytes - _bytesBefore} bytes are nobody's."
        );
    }

    // In a frame of its own, which is gone when this returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Action action, int times)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    private static bool Collected(Func<bool> isDone)
    {
        for (int i = 0; i < MostCollections && !isDone(); i++)
        {
            Collect();
            Thread.Sleep(i);
        }

        return isDone();
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // What other tests left is not counted.
    private static long BytesInUse()
    {
        Collect();
        Collect();
        return AlignedMemory.Bytes;
    }

    // By their names where the system has them, else all threads of the process.
    private static int WorkerThreads()
    {
        if (OperatingSystem.IsLinux())
        {
            return Directory.GetDirectories("/proc/self/task").Count(IsWorker);
        }

        using System.Diagnostics.Process process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private static bool IsWorker(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("ResNetGen worke", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It has ended just now.
        }
    }

    /// <summary>
    /// Hands its engine to another thread when it is finalized, as pools do with what a caller forgot to return.
    /// </summary>
    private sealed class Lease
    {
        ~Lease() => GiveBack?.Invoke();

        public Action? GiveBack { get; set; }
    }
}
