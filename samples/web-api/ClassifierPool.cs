using System.Threading.Channels;
using ResNetGen.Weights;

namespace Samples.WebApi;

/// <summary>A few instances of the network on the same weights. A request borrows one; an instance serves one caller at a time.</summary>
internal sealed class ClassifierPool : IDisposable
{
    private readonly Channel<FashionClassifier> _idle = Channel.CreateUnbounded<FashionClassifier>();
    private readonly List<FashionClassifier> _all = [];
    private readonly int _mostRequests;
    private int _requests;

    /// <param name="weights">The weight file.</param>
    /// <param name="workers">Instances: as many pictures are classified at once.</param>
    /// <param name="waiting">Callers that may wait for an instance.</param>
    /// <exception cref="WeightException">The file is not one of this network's weights.</exception>
    public ClassifierPool(string weights, int workers, int waiting)
    {
        _mostRequests = workers + waiting;
        _all.Add(FashionClassifier.Load(weights));
        while (_all.Count < workers)
        {
            // A fork has a workspace of its own and shares the weights.
            _all.Add(_all[0].Fork());
        }

        _all.ForEach(model => _idle.Writer.TryWrite(model));
    }

    /// <summary>Reads what there is to do, and lends an instance for it.</summary>
    /// <param name="read">Reads the input: it is counted among those that wait.</param>
    /// <param name="work">What is done with it.</param>
    /// <param name="stop">Takes the caller out of those that wait.</param>
    /// <returns>What <paramref name="work"/> gives, or <see langword="null"/> when too many callers wait already; then nothing is read.</returns>
    public async Task<TResult?> TryUseAsync<TInput, TResult>(
        Func<Task<TInput>> read, Func<FashionClassifier, TInput, TResult> work, CancellationToken stop)
        where TResult : class
    {
        if (Interlocked.Increment(ref _requests) > _mostRequests)
        {
            Interlocked.Decrement(ref _requests);
            return null;
        }

        try
        {
            TInput input = await read();
            FashionClassifier model = await _idle.Reader.ReadAsync(stop);
            try
            {
                return work(model, input);
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
