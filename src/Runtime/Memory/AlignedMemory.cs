using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>A block of zeroed native memory, aligned so that no vector straddles two lines of cache and no weight two pages that could be one.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

    private static long _bytes;
    private readonly nuint _size;

    /// <summary>Allocates and zeroes.</summary>
    /// <param name="floats">Its size, in floats; at least one line is allocated.</param>
    /// <param name="sparse">Whether most of it may never be used: then it comes in small pages.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedMemory(long floats, bool sparse = false)
        : base(0, ownsHandle: true)
    {
        nuint bytes = Math.Max((nuint)floats * sizeof(float), Line);
        nuint alignment = bytes >= HugePage ? HugePage : Line;

        // Fresh pages of the system are zero already: what is never used takes no memory.
        _size = bytes + alignment;
        void* block = NativeMemory.AllocZeroed(_size);
        SetHandle((nint)block);

        // What is forgotten instead of disposed waits for a collection, and the collector does not see that more than an object is at stake.
        GC.AddMemoryPressure((long)_size);
        Interlocked.Add(ref _bytes, (long)_size);
        Pointer = (float*)(((nuint)block + alignment - 1) / alignment * alignment);
        if (!sparse)
        {
            HugePages.Advise(Pointer, bytes);
        }

        Length = floats;
    }

    /// <summary>Bytes of all blocks that are not freed yet.</summary>
    public static long Bytes => Volatile.Read(ref _bytes);

    public long Length { get; }

    public float* Pointer { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        GC.RemoveMemoryPressure((long)_size);
        Interlocked.Add(ref _bytes, -(long)_size);
        return true;
    }
}
