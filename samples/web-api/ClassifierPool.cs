using System.Threading.Channels;
using ResNetGen.Weights;

namespace Samples.WebApi;

/// <summary>A few instances of the network on the same weights. A request borrows one; an instance serves one caller at a time.</summary>
internal sealed class ClassifierPool : IDisposable
{
    private readonly Channel<FashionClassifier> _idle = Channel.CreateUnbounded<FashionClassifier>();
    private readonly List<FashionClassifier> _all = [];
    private readonly long _mostRequests;
    private int _requests;

    /// <param name="weights">The weight file.</param>
    /// <param name="workers">Instances: as many pictures are classified at once.</param>
    /// <param name="waiting">Callers that may wait for an instance.</param>
    /// <exception cref="WeightException">The file is not one of this network's weights.</exception>
    public ClassifierPool(string weights, int workers, int waiting)
    {
        _mostRequests = (long)workers + waiting;
        _all.Add(FashionClassifier.Load(weights));
        while (_all.Count < workers)
        {
            // A fork has a workspace of its own and shares the weights.
            _all.Add(_all[0].Fork());
        }

        _all.ForEach(model => _idle.Writer.TryWrite(model));
    }

    /// <summary>Whether as many callers wait as may.</summary>
    public bool IsFull => Volatile.Read(ref _requests) >= _mostRequests;

    /// <summary>Lends an instance.</summary>
    /// <param name="work">What is done with it.</param>
    /// <param name="stop">Takes the caller out of those that wait.</param>
    /// <returns>What <paramref name="work"/> gives, or <see langword="null"/> when too many callers wait already.</returns>
    public async Task<TResult?> TryUseAsync<TResult>(Func<FashionClassifier, Task<TResult>> work, CancellationToken stop)
        where TResult : class
    {
        if (Interlocked.Increment(ref _requests) > _mostRequests)
        {
            Interlocked.Decrement(ref _requests);
            return null;
        }

        try
        {
            FashionClassifier model = await _idle.Reader.ReadAsync(stop);
            try
            {
                return await work(model);
            }
            finally
            {
                _idle.Writer.TryWrite(model);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    public void Dispose() => _all.ForEach(model => model.Dispose());
}
