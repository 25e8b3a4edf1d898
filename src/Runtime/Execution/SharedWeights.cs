namespace ResNetGen.Runtime;

/// <summary>Packed weights, shared by an engine and its forks; freed when the last of them is disposed.</summary>
internal sealed unsafe class SharedWeights(AlignedMemory memory)
{
    private int _owners = 1;

    public float* Pointer => memory.Pointer;

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

    public void RemoveOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            memory.Dispose();
        }
    }
}
