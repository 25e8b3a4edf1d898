namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>What workers need beside tensors: scratch memory for each, and a part of the workspace that they share.</summary>
internal sealed unsafe class WorkMemory : IDisposable
{
    private const int Zeros = BlockedLayout.Lanes;

    private readonly GuardedMemory[] _scratch;
    private readonly GuardedMemory _shared;
    private readonly bool _sync;

    /// <summary>For a kernel in which the workers do not meet.</summary>
    public WorkMemory()
        : this(DirectConvolution.ScratchFloats, 0, sync: false)
    {
    }

    /// <summary>For a kernel in which the workers meet, or not.</summary>
    public WorkMemory(long scratchFloats, long sharedFloats, bool sync)
    {
        _scratch = [.. Enumerable.Range(0, KernelHarness.MostWorkers).Select(_ => new GuardedMemory(Zeros + scratchFloats))];
        _shared = new GuardedMemory(sharedFloats);
        _sync = sync;
    }

    public void Poison()
    {
        _shared.Fill();
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.Fill();
            scratch.Span[..Zeros].Clear();
        }
    }

    /// <summary>Runs a kernel: on threads if its workers meet, otherwise each worker to its end, the last first, for none may wait for another.</summary>
    public void Run(Walk kernel, VectorWidth width, int workers, GuardedMemory? weights, int batch, Job job)
    {
        WorkerPool? pool = null;
        using (pool = new WorkerPool(_sync ? workers : 1, RunWorker))
        {
            if (_sync)
            {
                pool.Run();
                return;
            }

            for (int index = workers - 1; index >= 0; index--)
            {
                RunWorker(index);
            }
        }

        void RunWorker(int index)
        {
            float* packed = weights is null ? null : weights.Pointer;
            kernel(new Worker(index, workers, pool?.Barrier, pool?.Shares, width, _shared.Pointer, _scratch[index].Pointer, packed, batch, job));
        }
    }

    public void CheckGuards()
    {
        _shared.CheckGuards();
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.CheckGuards();
            Assert.False(scratch.Span[..Zeros].ContainsAnyExcept(0f));
        }
    }

    public void Dispose()
    {
        _shared.Dispose();
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.Dispose();
        }
    }
}
