using System.Runtime.ExceptionServices;

namespace ResNetGen.Runtime;

/// <summary>
/// Threads that run a function together with the caller: called once for each run, parked in the kernel between runs
/// that do not follow each other at once. Runs allocate nothing. Between runs the threads keep the pool alive and
/// nothing else, so that an owner who is forgotten is collected: its finalizer ends them.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly Call[] _calls;
    private readonly Thread[] _threads;
    private readonly Call? _done;
    private Action<int>? _work;
    private int _running;
    private Exception? _failure;
    private volatile bool _stopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">Workers in all, the caller's thread included.</param>
    /// <exception cref="PlatformNotSupportedException">There are no threads but the caller's here, as in
    /// WebAssembly.</exception>
    public WorkerPool(int workers)
        : this(workers, Start) { }

    /// <summary>Starts the threads as a platform does.</summary>
    internal WorkerPool(int workers, Action<Thread> start)
    {
        _calls = new Call[workers - 1];
        _threads = new Thread[workers - 1];
        bool looks = workers <= Environment.ProcessorCount;
        _done = workers > 1 ? new Call(looks) : null;
        Barrier = workers > 1 ? new Barrier(workers) : null;
        Shares = workers > 1 ? new WorkShares(workers) : null;
        for (int i = 0; i < _threads.Length; i++)
        {
            int index = i + 1;
            Call call = _calls[i] = new Call(looks);
            _threads[i] = new Thread(() => Loop(index, call))
            {
                IsBackground = true,
                Name = $"ResNetGen worker {index}",
            };
        }

        try
        {
            foreach (Thread thread in _threads)
            {
                start(thread);
            }
        }
        catch (PlatformNotSupportedException exception)
        {
            Dispose();
            throw new PlatformNotSupportedException(
                $"{workers} threads of one run were asked for, and this platform has the caller's alone, as WebAssembly does: "
                    + "load with threads: 1.",
                exception
            );
        }
        catch
        {
            // The system has no more threads: those that run must not stay.
            Dispose();
            throw;
        }
    }

    public int Workers => _threads.Length + 1;

    /// <summary>Where the workers meet; none for a single one.</summary>
    public Barrier? Barrier { get; }

    /// <summary>How they share the units of a layer; none for a single one.</summary>
    public WorkShares? Shares { get; }

    /// <summary>Runs a function on every worker and returns when all have.</summary>
    /// <param name="work">What each does, given its index; 0 is the caller.</param>
    public void Run(Action<int> work)
    {
        if (_threads.Length == 0)
        {
            work(0);
            return;
        }

        _work = work;
        Shares!.Reset();
        _running = _threads.Length;
        foreach (Call call in _calls)
        {
            call.Give();
        }

        Work(0);
        _done!.Take();
        _work = null;
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            Barrier!.Reset();
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the threads, between runs, without waiting for them: what a finalizer may do.</summary>
    public void Stop()
    {
        _stopping = true;
        foreach (Call call in _calls)
        {
            call.Give();
        }
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        Stop();
        foreach (Thread thread in _threads)
        {
            if ((thread.ThreadState & ThreadState.Unstarted) == 0)
            {
                Waiting.Uninterrupted(thread.Join);
            }
        }

        foreach (Call call in _calls)
        {
            call.Dispose();
        }

        _done?.Dispose();
    }

    // With the caller's context, a thread would keep what its AsyncLocals hold.
    private static void Start(Thread thread) => thread.UnsafeStart();

    private void Loop(int index, Call call)
    {
        while (true)
        {
            call.Take();
            if (_stopping)
            {
                return;
            }

            Work(index);
            if (Interlocked.Decrement(ref _running) == 0)
            {
                _done!.Give();
            }
        }
    }

    // The first failure is the cause; the others left a broken barrier.
    private void Work(int index)
    {
        try
        {
            _work!(index);
        }
        catch (Exception exception)
        {
            if (exception is not BrokenBarrierException)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }

            Barrier!.Break();
        }
    }
}
