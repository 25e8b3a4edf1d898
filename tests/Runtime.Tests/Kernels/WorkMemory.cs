namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>What workers need beside tensors: scratch memory for each.</summary>
internal sealed unsafe class WorkMemory(long scratchFloats = 0) : IDisposable
{
    private const int Zeros = BlockedLayout.Lanes;

    private readonly GuardedMemory[] _scratch =
    [
        .. Enumerable.Range(0, KernelHarness.MostWorkers).Select(_ => new GuardedMemory(Zeros + scratchFloats)),
    ];

    public void Poison()
    {
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.Fill();
            scratch.Span[..Zeros].Clear();
        }
    }

    /// <summary>Runs a kernel, each worker to its end, the last first, for none may wait for another.</summary>
    public void Run(Walk kernel, VectorWidth width, int workers, GuardedMemory? weights, int batch, Job job)
    {
        float* packed = weights is null ? null : weights.Pointer;
        for (int index = workers - 1; index >= 0; index--)
        {
            kernel(
                new Worker(
                    index,
                    workers,
                    barrier: null,
                    shares: null,
                    width,
                    workspace: null,
                    _scratch[index].Pointer,
                    packed,
                    batch,
                    job
                )
            );
        }
    }

    public void CheckGuards()
    {
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.CheckGuards();
            Assert.False(scratch.Span[..Zeros].ContainsAnyExcept(0f));
        }
    }

    public void Dispose()
    {
        foreach (GuardedMemory scratch in _scratch)
        {
            scratch.Dispose();
        }
    }
}
