using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>
/// A block of zeroed native memory, aligned so that no vector straddles two lines of cache and no weight two pages that
/// could be one.
/// </summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

    // A model or some forks: that much may wait for a collection that comes for other reasons. Blocks that were made
    // while there was no more are never told.
    private const long Untold = 64 << 20;

    private static long _bytes;
    private static long _used;
    private readonly long _size;
    private readonly long _usedBytes;
    private readonly bool _isTold;

    /// <summary>Allocates and zeroes.</summary>
    /// <param name="floats">Its size, in floats; at least one line is allocated.</param>
    /// <param name="usedPart">How much of it is used: where it is less than all, it comes in small pages.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedMemory(long floats, double usedPart = 1)
        : base(0, ownsHandle: true)
    {
        nuint bytes = Math.Max((nuint)floats * sizeof(float), Line);
        nuint alignment = bytes >= HugePage ? HugePage : Line;

        // Fresh pages of the system are zero already: what is never used takes no memory.
        void* block = NativeMemory.AllocZeroed(bytes + alignment);
        SetHandle((nint)block);

        // The collector sees an object of some bytes. It must know of the block behind it, or it collects too late.
        // Telling it makes it collect at once, though, which a process that has just started need not wait for.
        _size = (long)(bytes + alignment);
        _usedBytes = Math.Max((long)(_size * usedPart), 1);
        Interlocked.Add(ref _bytes, _size);
        _isTold = Interlocked.Add(ref _used, _usedBytes) > Untold;
        if (_isTold)
        {
            GC.AddMemoryPressure(_usedBytes);
        }

        Pointer = (float*)(((nuint)block + alignment - 1) / alignment * alignment);
        if (usedPart >= 1)
        {
            MemoryAdvice.UseHugePages(Pointer, bytes);
        }

        Length = floats;
    }

    /// <summary>Bytes of all blocks that are not freed yet; tests look at it.</summary>
    public static long Bytes => Volatile.Read(ref _bytes);

    public long Length { get; }

    public float* Pointer { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// From now on its owner disposes it, and has a finalizer that does so: this one must not come first.
    /// </summary>
    public void LeaveToOwner() => GC.SuppressFinalize(this);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        if (_isTold)
        {
            GC.RemoveMemoryPressure(_usedBytes);
        }

        Interlocked.Add(ref _used, -_usedBytes);
        Interlocked.Add(ref _bytes, -_size);
        return true;
    }
}
