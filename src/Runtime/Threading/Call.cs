namespace ResNetGen.Runtime;

/// <summary>
/// How one thread waits for another, a worker for its next run and the caller for the workers: for some microseconds it
/// looks, since where runs follow each other that is sooner than to be woken, and then it is parked in the kernel.
/// </summary>
internal sealed class Call : IDisposable
{
    private const int Looking = 0;
    private const int Parked = 1;
    private const int Given = 2;

    // Some 40 microseconds: as long as it takes to be woken.
    private const int Looks = 1000;

    private readonly bool _looks;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Action _park;
    private int _state;

    /// <summary>Nobody waits yet.</summary>
    /// <param name="looks">Whether it looks first: not where other workers need its processor.</param>
    public Call(bool looks)
    {
        _looks = looks;
        _park = () => _wake.WaitOne(); // Once, not for each wait: runs allocate nothing.
    }

    /// <summary>Calls the one that waits.</summary>
    public void Give()
    {
        if (Interlocked.Exchange(ref _state, Given) == Parked)
        {
            _wake.Set();
        }
    }

    /// <summary>Waits until it is called.</summary>
    public void Take()
    {
        for (int i = 0; _looks && i < Looks && Volatile.Read(ref _state) != Given; i++)
        {
            Thread.SpinWait(1);
        }

        if (Interlocked.CompareExchange(ref _state, Parked, Looking) == Looking)
        {
            Waiting.Uninterrupted(_park);
        }

        // A full fence: what is read next must not be older than this.
        Interlocked.Exchange(ref _state, Looking);
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
