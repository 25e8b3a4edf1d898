using System.Threading.Channels;
using ResNetGen.Weights;

namespace Samples.WebApi;

/// <summary>
/// A few workers, whose networks share the weights. A request borrows one; a worker serves one caller at a time.
/// </summary>
internal sealed class ClassifierPool : IDisposable
{
    private readonly Channel<ClassifierWorker> _idle = Channel.CreateUnbounded<ClassifierWorker>();
    private readonly List<ClassifierWorker> _all = [];
    private readonly long _mostRequests;
    private int _requests;

    /// <param name="weights">The weight file.</param>
    /// <param name="workers">Workers: as many pictures are classified at once.</param>
    /// <param name="waiting">Callers that may wait for a worker.</param>
    /// <param name="maxBytes">The largest file that a worker has memory for.</param>
    /// <exception cref="WeightException">The file is not one of this network's weights.</exception>
    public ClassifierPool(string weights, int workers, int waiting, int maxBytes)
    {
        _mostRequests = (long)workers + waiting;
        _all.Add(new ClassifierWorker(FashionClassifier.Load(weights), maxBytes));
        while (_all.Count < workers)
        {
            // A fork has a workspace of its own and shares the weights.
            _all.Add(new ClassifierWorker(_all[0].Model.Fork(), maxBytes));
        }

        _all.ForEach(worker => _idle.Writer.TryWrite(worker));
    }

    /// <summary>Whether as many callers wait as may.</summary>
    public bool IsFull => Volatile.Read(ref _requests) >= _mostRequests;

    /// <summary>Lends a worker.</summary>
    /// <param name="work">What is done in its thread.</param>
    /// <param name="stop">Takes the caller out of those that wait.</param>
    /// <returns>What <paramref name="work"/> gives, or <see langword="null"/> when too many callers wait
    /// already.</returns>
    public async Task<TResult?> TryUseAsync<TResult>(Func<ClassifierWorker, TResult> work, CancellationToken stop)
        where TResult : class
    {
        if (Interlocked.Increment(ref _requests) > _mostRequests)
        {
            Interlocked.Decrement(ref _requests);
            return null;
        }

        try
        {
            ClassifierWorker worker = await _idle.Reader.ReadAsync(stop);
            try
            {
                return await worker.RunAsync(work);
            }
            finally
            {
                _idle.Writer.TryWrite(worker);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    public void Dispose() => _all.ForEach(worker => worker.Dispose());
}
