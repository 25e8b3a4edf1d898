namespace ResNetGen.Runtime;

/// <summary>
/// How a worker waits for its next run: for some microseconds it looks, since where runs follow each other that is
/// sooner than to be woken, and then it is parked in the kernel.
/// </summary>
/// <param name="looks">Whether it looks first: not where other workers need its processor.</param>
internal sealed class Call(bool looks) : IDisposable
{
    private const int Looking = 0;
    private const int Parked = 1;
    private const int Given = 2;

    // Some 40 microseconds: as long as it takes to be woken.
    private const int Looks = 1000;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private int _state;

    /// <summary>Calls the worker.</summary>
    public void Give()
    {
        if (Interlocked.Exchange(ref _state, Given) == Parked)
        {
            _wake.Set();
        }
    }

    /// <summary>Waits until the worker is called.</summary>
    public void Take()
    {
        for (int i = 0; looks && i < Looks && Volatile.Read(ref _state) != Given; i++)
        {
            Thread.SpinWait(1);
        }

        if (Interlocked.CompareExchange(ref _state, Parked, Looking) == Looking)
        {
            _wake.WaitOne();
        }

        // A full fence: what the worker reads next must not be older than this.
        Interlocked.Exchange(ref _state, Looking);
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();
}
