namespace ResNetGen.Transfer;

/// <summary>A network and forks of it: one for each worker.</summary>
internal sealed class Forks : IDisposable
{
    private readonly List<IImageModel> _models = [];

    /// <param name="model">The network. It is disposed with this, but stays the caller's if this throws.</param>
    /// <param name="count">How many there are, itself among them.</param>
    /// <exception cref="NotSupportedException">The network cannot be forked, and more than one is asked for.</exception>
    public Forks(IImageModel model, int count)
    {
        try
        {
            for (int index = 1; index < count; index++)
            {
                _models.Add(model.Fork());
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _models.Insert(0, model);
    }

    /// <summary>The network.</summary>
    public IImageModel Model => _models[0];

    /// <summary>What each worker has.</summary>
    public IReadOnlyList<T> Select<T>(Func<IImageModel, T> worker) => [.. _models.Select(worker)];

    public void Dispose() => _models.ForEach(model => model.Dispose());
}
