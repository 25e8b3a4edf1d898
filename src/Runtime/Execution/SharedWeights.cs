namespace ResNetGen.Runtime;

/// <summary>Packed weights, shared by an engine and its forks; freed when the last of them is disposed.</summary>
internal sealed unsafe class SharedWeights(AlignedMemory memory)
{
    private int _owners = 1;

    public float* Pointer => memory.Pointer;

    public void AddOwner() => Interlocked.Increment(ref _owners);

    public void RemoveOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            memory.Dispose();
        }
    }
}
