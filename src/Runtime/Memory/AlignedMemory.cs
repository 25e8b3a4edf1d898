using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>A block of zeroed native memory, aligned so that no vector straddles two lines of cache and no weight two pages that could be one.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

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
        void* block = NativeMemory.AllocZeroed(bytes + alignment);
        SetHandle((nint)block);
        Pointer = (float*)(((nuint)block + alignment - 1) / alignment * alignment);
        if (!sparse)
        {
            HugePages.Advise(Pointer, bytes);
        }

        Length = floats;
    }

    public long Length { get; }

    public float* Pointer { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
