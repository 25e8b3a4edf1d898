using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>A block of zeroed native memory, aligned so that no vector straddles two lines of cache and no weight two pages that could be one.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

    /// <summary>Allocates and zeroes.</summary>
    /// <param name="floats">Its size, in floats; at least one line is allocated.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedMemory(long floats)
        : base(0, ownsHandle: true)
    {
        nuint bytes = Math.Max((nuint)floats * sizeof(float), Line);
        void* memory = NativeMemory.AlignedAlloc(bytes, bytes >= HugePage ? HugePage : Line);
        SetHandle((nint)memory);
        HugePages.Advise(memory, bytes);
        NativeMemory.Clear(memory, bytes);
        Length = floats;
    }

    public long Length { get; }

    public float* Pointer => (float*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
