namespace ResNetGen.Runtime;

/// <summary>
/// Where an engine's activations are: in one workspace for all its workers together, or in one for each of them, where
/// a batch has an image for each.
/// </summary>
internal sealed unsafe class Workspaces : IDisposable
{
    private readonly AlignedMemory[] _memory;

    /// <exception cref="OutOfMemoryException">The system has not even one.</exception>
    public Workspaces(ModelInfo info, int threads)
    {
        long floats = info.WorkspaceBytes / sizeof(float);
        _memory =
            (threads > 1 && info.Batch >= threads ? Allocate(threads, floats) : null) ?? [new AlignedMemory(floats)];
    }

    /// <summary>One, or as many as workers.</summary>
    public int Count => _memory.Length;

    /// <summary>The first float of a worker's workspace; all have the first one together.</summary>
    public float* this[int worker] => _memory[worker].Pointer;

    /// <inheritdoc cref="AlignedMemory.LeaveToOwner"/>
    public void LeaveToOwner()
    {
        foreach (AlignedMemory workspace in _memory)
        {
            workspace.LeaveToOwner();
        }
    }

    public void Dispose()
    {
        foreach (AlignedMemory workspace in _memory)
        {
            workspace.Dispose();
        }
    }

    // A worker uses a part of its own: in small pages, the rest takes no memory. Where the system has no room for so
    // many, one is enough.
    private static AlignedMemory[]? Allocate(int count, long floats)
    {
        AlignedMemory?[] memory = new AlignedMemory?[count];
        try
        {
            for (int i = 0; i < count; i++)
            {
                memory[i] = new AlignedMemory(floats, usedPart: 1.0 / count);
            }

            return memory!;
        }
        catch (OutOfMemoryException)
        {
            foreach (AlignedMemory? workspace in memory)
            {
                workspace?.Dispose();
            }

            return null;
        }
    }
}
