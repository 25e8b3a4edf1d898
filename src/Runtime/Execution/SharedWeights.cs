namespace ResNetGen.Runtime;

/// <summary>
/// Packed weights, shared by an engine and its forks; freed or unmapped when the last of them is disposed, or
/// forgotten.
/// </summary>
internal sealed unsafe class SharedWeights
{
    private readonly IDisposable _memory;
    private int _owners = 1;

    /// <summary>Weights in memory of their own, which is taken over.</summary>
    public SharedWeights(AlignedMemory memory)
        : this(memory.Pointer, memory)
    {
        memory.LeaveToOwner();
    }

    /// <summary>Weights wherever they are.</summary>
    /// <param name="pointer">The first of them.</param>
    /// <param name="memory">What keeps them there; taken over. It must not have a finalizer that frees them: the last
    /// owner disposes it.</param>
    public SharedWeights(float* pointer, IDisposable memory)
    {
        Pointer = pointer;
        _memory = memory;
    }

    public float* Pointer { get; }

    /// <summary>Adds an owner; <see langword="false"/> when the last one has gone, and the weights with it.</summary>
    public bool TryAddOwner()
    {
        int owners = Volatile.Read(ref _owners);
        while (owners > 0)
        {
            int found = Interlocked.CompareExchange(ref _owners, owners + 1, owners);
            if (found == owners)
            {
                return true;
            }

            owners = found;
        }

        return false;
    }

    /// <summary>An owner is disposed or finalized.</summary>
    public void RemoveOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            _memory.Dispose();
        }
    }
}
