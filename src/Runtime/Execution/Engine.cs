using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>The network's code, as one worker walks it.</summary>
/// <param name="worker">The worker.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void Walk(in Worker worker);

/// <summary>
/// What a generated class stands on: weights, workspaces and threads, and the checks round a run. An engine that nobody
/// disposes is finalized: its threads end, then its memory is freed. A run that is going on ends first.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class Engine : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int DisposeWhenIdle = 2;
    private const int Disposed = 3;

    private readonly ModelInfo _info;
    private readonly Walk _walk;
    private readonly SharedWeights _weights;
    private readonly Workspaces _workspaces;
    private readonly AlignedMemory _scratch;
    private readonly long _scratchStride;
    private readonly VectorWidth _width;
    private readonly WorkerPool _pool;
    private readonly Action<int> _runWorker;
    private readonly LayerClock _clock;
    private Job _job;
    private int _state;

    private Engine(ModelInfo info, Walk walk, SharedWeights weights, int threads, VectorWidth width)
    {
        _state = Disposed; // Until it is whole: one whose constructor throws is finalized too.
        _info = info;
        _walk = walk;
        _weights = weights;
        _width = width;
        _scratchStride = BlockedLayout.Lanes + (info.ScratchBytes / sizeof(float));
        _scratch = new AlignedMemory(threads * _scratchStride);
        Workspaces? workspaces = null;
        try
        {
            _workspaces = workspaces = new Workspaces(info, threads);
            _clock = new LayerClock(info.Layers.Count);
            _runWorker = RunWorker;
            _pool = new WorkerPool(threads);
        }
        catch
        {
            workspaces?.Dispose();
            _scratch.Dispose();
            throw;
        }

        // What the engine frees must not be finalized before it.
        _scratch.LeaveToOwner();
        _workspaces.LeaveToOwner();
        _state = Idle;
    }

    /// <summary>Does what <see cref="Dispose"/> would have done, but does not wait for the threads.</summary>
    /// <remarks>It may be running: a finalizer of somebody else's can hand it to a thread.</remarks>
    ~Engine()
    {
        if (TryDispose())
        {
            _pool.Stop();
            Free();
        }
    }

    /// <summary>
    /// Threads of one run, the caller's included: as many as were asked for, or as many as there are processors.
    /// </summary>
    public int Threads => _pool.Workers;

    /// <summary>The first of the weights.</summary>
    internal float* Weights => _weights.Pointer;

    /// <summary>
    /// A second engine on the same weights, with workspaces and threads of its own; also while this one runs.
    /// </summary>
    public Engine Fork() => Fork(_pool.Workers, _width);

    internal Engine Fork(int threads, VectorWidth width)
    {
        if (width != _width && _info.Layers.Any(layer => layer.Algorithms?.IsUniform == false))
        {
            throw new InvalidOperationException($"The weights of {_info.Name} are for vectors of {(int)_width} bits.");
        }

        // The state alone does not tell: another thread may dispose this engine now, and the weights with it.
        if (Volatile.Read(ref _state) is DisposeWhenIdle or Disposed || !_weights.TryAddOwner())
        {
            throw new ObjectDisposedException(_info.Name);
        }

        try
        {
            return new Engine(_info, _walk, _weights, threads, width);
        }
        catch
        {
            _weights.RemoveOwner();
            throw;
        }
        finally
        {
            GC.KeepAlive(this); // Its finalizer must not give the weights back before the other owns them.
        }
    }

    /// <summary>
    /// Ends the threads and frees the workspaces; the weights go with the last engine on them. During a run, when it
    /// ends.
    /// </summary>
    public void Dispose()
    {
        if (TryDispose())
        {
            Release();
        }
    }

    /// <summary>Whether it is idle and becomes disposed now; one that runs is disposed by the end of its run.</summary>
    private bool TryDispose()
    {
        int state;
        do
        {
            state = Interlocked.CompareExchange(ref _state, Disposed, Idle);
        } while (state == Running && Interlocked.CompareExchange(ref _state, DisposeWhenIdle, Running) == Idle);

        return state == Idle;
    }

    private void Enter()
    {
        switch (Interlocked.CompareExchange(ref _state, Running, Idle))
        {
            case Idle:
                return;
            case Running:
                throw new InvalidOperationException(
                    $"{_info.Name} is running already, on another thread. Give each thread its own: model.Fork()."
                );
            default:
                throw new ObjectDisposedException(_info.Name);
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Running) == DisposeWhenIdle)
        {
            _state = Disposed;
            Release();
        }
    }

    private void Release()
    {
        GC.SuppressFinalize(this);
        try
        {
            _pool.Dispose();
        }
        finally
        {
            Free();
        }
    }

    private void Free()
    {
        _workspaces.Dispose();
        _scratch.Dispose();
        _weights.RemoveOwner();
    }
}
