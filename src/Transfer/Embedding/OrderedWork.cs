namespace ResNetGen.Transfer;

/// <summary>
/// Work on many items by several workers at once, each of which takes one item at a time. Results come in the order of
/// the items, and no worker runs far ahead of who takes them: memory is bounded, however many items there are.
/// </summary>
internal static class OrderedWork
{
    /// <summary>Items that are begun and not yet taken, for each worker: one in work, one done, one to begin.</summary>
    private const int Ahead = 3;

    /// <summary>Works on items. Items are read on the thread that takes the results.</summary>
    /// <param name="workers">What works, one thread each. They are the caller's again when the enumeration ends.</param>
    /// <param name="items">What is worked on.</param>
    /// <param name="work">Works on an item. What it throws is thrown when its result is taken.</param>
    /// <param name="cancellationToken">Ends it before the next item.</param>
    public static IEnumerable<TResult> Run<TWorker, TItem, TResult>(
        IReadOnlyList<TWorker> workers,
        IEnumerable<TItem> items,
        Func<TWorker, TItem, TResult> work,
        CancellationToken cancellationToken
    )
    {
        using Team<TWorker, TItem, TResult> team = new(workers, work);
        Queue<TaskCompletionSource<TResult>> begun = [];
        foreach (TItem item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            begun.Enqueue(team.Begin(item));
            if (begun.Count == workers.Count * Ahead)
            {
                yield return Take();
            }
        }

        while (begun.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Take();
        }

        TResult Take() => begun.Dequeue().Task.GetAwaiter().GetResult();
    }

    private sealed class Team<TWorker, TItem, TResult> : IDisposable
    {
        private readonly Func<TWorker, TItem, TResult> _work;
        private readonly Queue<(TItem Item, TaskCompletionSource<TResult> Result)> _waiting = [];
        private readonly List<Thread> _threads = [];
        private bool _isOver;

        public Team(IReadOnlyList<TWorker> workers, Func<TWorker, TItem, TResult> work)
        {
            _work = work;
            foreach (TWorker worker in workers)
            {
                Thread thread = new(() => WorkWith(worker)) { IsBackground = true, Name = "ResNetGen pictures" };
                _threads.Add(thread);
                thread.Start();
            }
        }

        public TaskCompletionSource<TResult> Begin(TItem item)
        {
            TaskCompletionSource<TResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_waiting)
            {
                _waiting.Enqueue((item, result));
                Monitor.Pulse(_waiting);
            }

            return result;
        }

        /// <summary>Waits for items that are in work; those that are not begun are left.</summary>
        public void Dispose()
        {
            lock (_waiting)
            {
                _isOver = true;
                Monitor.PulseAll(_waiting);
            }

            _threads.ForEach(thread => thread.Join());
        }

        private void WorkWith(TWorker worker)
        {
            while (Next() is var (item, result))
            {
                // A task takes what work throws.
                Task<TResult> done = new(() => _work(worker, item));
                done.RunSynchronously(TaskScheduler.Default);
                result.SetFromTask(done);

                // It is observed: nobody may take this result.
                _ = (done.Exception, result.Task.Exception);
            }
        }

        private (TItem Item, TaskCompletionSource<TResult> Result)? Next()
        {
            lock (_waiting)
            {
                while (_waiting.Count == 0 && !_isOver)
                {
                    Monitor.Wait(_waiting);
                }

                return _isOver ? null : _waiting.Dequeue();
            }
        }
    }
}
