namespace ResNetGen.Cli.Models;

/// <summary>A network and forks of it: one for each worker.</summary>
internal sealed class ModelTeam : IDisposable
{
    private readonly IImageModel[] _models;

    public ModelTeam(IImageModel model, int workers)
    {
        _models = new IImageModel[workers];
        _models[0] = model;
        for (int index = 1; index < workers; index++)
        {
            _models[index] = model.Fork();
        }
    }

    /// <summary>The network.</summary>
    public IImageModel Model => _models[0];

    /// <summary>What each worker runs.</summary>
    public IReadOnlyList<NetworkFunction> Select(Func<IImageModel, NetworkFunction> function) =>
        [.. _models.Select(function)];

    public void Dispose()
    {
        foreach (IImageModel model in _models)
        {
            model.Dispose();
        }
    }
}
