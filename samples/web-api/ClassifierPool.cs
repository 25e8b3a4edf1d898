using System.Collections.Concurrent;
using ResNetGen;
using ResNetGen.Weights;

namespace Samples.WebApi;

/// <summary>
/// A few workers, whose networks share the weights. A request borrows one, which has a network, memory for a file and a
/// thread.
/// </summary>
internal sealed class ClassifierPool : IDisposable
{
    private readonly ModelPool<FashionClassifier> _models;
    private readonly ConcurrentBag<byte[]> _files = [];
    private readonly long _mostRequests;
    private readonly int _maxBytes;
    private int _requests;

    /// <param name="weights">The weight file.</param>
    /// <param name="workers">Workers: as many pictures are classified at once.</param>
    /// <param name="waiting">Callers that may wait for a worker.</param>
    /// <param name="maxBytes">The largest file that a worker has memory for.</param>
    /// <exception cref="WeightException">The file is not one of this network's weights.</exception>
    public ClassifierPool(string weights, int workers, int waiting, int maxBytes)
    {
        _models = new ModelPool<FashionClassifier>(FashionClassifier.Load(weights), workers);
        _mostRequests = (long)workers + waiting;
        _maxBytes = maxBytes;
    }

    /// <summary>Whether as many callers wait as may.</summary>
    public bool IsFull => Volatile.Read(ref _requests) >= _mostRequests;

    /// <summary>Lends a worker.</summary>
    /// <param name="work">What is done with its network and its memory, in its thread. A decoder needs a file in one
    /// piece.</param>
    /// <param name="stop">Takes the caller out of those that wait.</param>
    /// <returns>What <paramref name="work"/> gives, or <see langword="null"/> when too many callers wait
    /// already.</returns>
    public async Task<TResult?> TryUseAsync<TResult>(
        Func<FashionClassifier, byte[], TResult> work,
        CancellationToken stop
    )
        where TResult : class
    {
        if (Interlocked.Increment(ref _requests) > _mostRequests)
        {
            Interlocked.Decrement(ref _requests);
            return null;
        }

        try
        {
            using ModelLease<FashionClassifier> lease = await _models.RentAsync(stop);
            byte[] file = _files.TryTake(out byte[]? unused) ? unused : new byte[_maxBytes];
            try
            {
                // A thread of its own: a picture takes long, and the threads of the pool have to answer others.
                return await Task.Factory.StartNew(
                    () => work(lease.Model, file),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
                    TaskScheduler.Default
                );
            }
            finally
            {
                _files.Add(file);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    public void Dispose() => _models.Dispose();
}
