namespace ResNetGen;

/// <summary>
/// An instance of a <see cref="ModelPool{TModel}"/>, for one caller until it is disposed. Its copies are the same lease,
/// which ends once.
/// </summary>
/// <typeparam name="TModel">The class with the <see cref="ResNetAttribute"/>.</typeparam>
public readonly struct ModelLease<TModel> : IDisposable
    where TModel : class, IImageModel<TModel>
{
    private readonly ModelPool<TModel> _pool;
    private readonly ModelSlot<TModel> _slot;
    private readonly int _loan;

    internal ModelLease(ModelPool<TModel> pool, ModelSlot<TModel> slot) =>
        (_pool, _slot, _loan) = (pool, slot, slot.Loan);

    /// <summary>The instance. The pool disposes of it.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public TModel Model =>
        _slot is not null && _slot.Loan == _loan
            ? _slot.Model
            : throw new ObjectDisposedException(
                nameof(ModelLease<TModel>),
                "The lease has ended, and another caller may have the instance. Rent one again."
            );

    /// <summary>Gives the instance back. Does nothing the second time.</summary>
    public void Dispose()
    {
        if (_slot is not null && _slot.TryEnd(_loan))
        {
            _pool.Return(_slot);
        }
    }
}

/// <summary>An instance in a pool, and how often it was lent.</summary>
internal sealed class ModelSlot<TModel>(TModel model)
{
    private int _loan;

    public TModel Model { get; } = model;

    /// <summary>The number of the lease that it is lent by, or will be next.</summary>
    public int Loan => Volatile.Read(ref _loan);

    /// <summary>Whether it is still lent by this lease, which ends.</summary>
    public bool TryEnd(int loan) => Interlocked.CompareExchange(ref _loan, unchecked(loan + 1), loan) == loan;
}
