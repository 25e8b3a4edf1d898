namespace ResNetGen.Runtime;

/// <summary>A model that C holds a handle of, and whether a thread is in it.</summary>
internal sealed class NativeModel(IImageModel model)
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Destroyed = 2;

    private int _state;
    private float[]? _logits;

    /// <summary>The model.</summary>
    public IImageModel Model { get; } = model;

    /// <summary>Room for the logits of a whole batch, for whoever has taken the model.</summary>
    public Span<float> Logits => _logits ??= new float[Model.Network.Batch * Model.Network.Classes];

    /// <summary>Takes the model for one run, which <see cref="Leave"/> ends.</summary>
    /// <exception cref="NativeException">Another thread has it.</exception>
    public void Enter() => Take(Running);

    /// <summary>Takes the model for ever, to end it.</summary>
    /// <exception cref="NativeException">Another thread has it.</exception>
    public void EnterToDestroy() => Take(Destroyed);

    /// <summary>Ends a run.</summary>
    public void Leave() => Volatile.Write(ref _state, Idle);

    private void Take(int state)
    {
        switch (Interlocked.CompareExchange(ref _state, state, Idle))
        {
            case Idle:
                return;
            case Running:
                throw new NativeException(
                    NativeStatus.Busy,
                    "The model is running already, on another thread: give each thread a fork of its own."
                );
            default:
                throw NativeHandles.NoModel();
        }
    }
}
