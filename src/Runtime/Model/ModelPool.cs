namespace ResNetGen;

/// <summary>
/// A network for several callers at once: instances on the same weights, each lent to one caller at a time. They are made
/// when they are first needed, up to <see cref="Size"/>. If all are lent, a caller waits until one is given back. Any
/// thread may call its members.
/// </summary>
/// <typeparam name="TModel">The class with the <see cref="ResNetAttribute"/>.</typeparam>
public sealed class ModelPool<TModel> : IDisposable
    where TModel : class, IImageModel<TModel>
{
    private readonly TModel _model;
    private readonly Lock _gate = new();
    private readonly Stack<ModelSlot<TModel>> _idle = [];

    /// <summary>How many instances may be taken, those that are not made yet among them.</summary>
    private readonly SemaphoreSlim _free;
    private bool _isDisposed;

    /// <summary>Makes a pool.</summary>
    /// <param name="model">The first instance, which the others are forks of. The pool disposes of it.</param>
    /// <param name="size">The most instances, so the most callers that do not wait. Each owns
    /// <see cref="ModelInfo.WorkspaceBytes"/> and its threads.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1.</exception>
    public ModelPool(TModel model, int size)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _model = model;
        _free = new SemaphoreSlim(size);
        _idle.Push(new ModelSlot<TModel>(model));
        Size = size;
    }

    /// <summary>The most instances.</summary>
    public int Size { get; }

    /// <summary>
    /// Lends an instance, after a wait if all are lent. Allocates nothing, unless it makes an instance or waits.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The instance, until it is disposed.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed, before or during the wait.</exception>
    public ModelLease<TModel> Rent(CancellationToken cancellationToken = default)
    {
        _free.Wait(cancellationToken);
        return Take();
    }

    /// <inheritdoc cref="Rent"/>
    public async ValueTask<ModelLease<TModel>> RentAsync(CancellationToken cancellationToken = default)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Take();
    }

    /// <summary>Disposes of the instances; of those that are lent, when they come back. Callers who wait get an
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        foreach (ModelSlot<TModel> slot in _idle)
        {
            slot.Model.Dispose();
        }

        // The first of those that wait wakes the next. Where some are free, nobody waits.
        if (_free.CurrentCount == 0)
        {
            _free.Release();
        }
    }

    internal void Return(ModelSlot<TModel> slot)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _idle.Push(slot);
                _free.Release();
                return;
            }
        }

        slot.Model.Dispose();
    }

    private ModelLease<TModel> Take()
    {
        try
        {
            ModelSlot<TModel>? slot;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                _idle.TryPop(out slot);
            }

            return new ModelLease<TModel>(this, slot ?? new ModelSlot<TModel>(_model.Fork()));
        }
        catch
        {
            _free.Release();
            throw;
        }
    }
}
