using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>
/// On which processors the workers of a run are. Linux may wake a thread on the processor of the one that wakes it, and
/// leave both there for milliseconds, which is as long as a run: who finds another worker where it is goes elsewhere.
/// On other systems nothing happens.
/// </summary>
internal sealed unsafe partial class Places(int workers)
{
    private const int Nowhere = -1;
    private const int MaskWords = 16;
    private const int WordBits = 64;

    private readonly int[] _places = new int[workers];

    /// <summary>The caller of a run says where it is, before the others are called.</summary>
    public void Begin()
    {
        Array.Fill(_places, Nowhere);
        _places[0] = Current();
    }

    /// <summary>Another worker takes a place of its own, if one is free.</summary>
    public void Take(int worker)
    {
        int current = Current();
        if (current >= 0 && Array.IndexOf(_places, current) >= 0)
        {
            Leave();
            current = Current();
        }

        Volatile.Write(ref _places[worker], current);
    }

    // The system moves the thread at once when its processor is not allowed any more. Then it may come back.
    private void Leave()
    {
        ulong* allowed = stackalloc ulong[MaskWords];
        ulong* others = stackalloc ulong[MaskWords];
        nuint bytes = MaskWords * sizeof(ulong);
        if (GetAffinity(0, bytes, allowed) != 0)
        {
            return;
        }

        new ReadOnlySpan<ulong>(allowed, MaskWords).CopyTo(new(others, MaskWords));
        foreach (int place in _places)
        {
            if (place is >= 0 and < MaskWords * WordBits)
            {
                others[place / WordBits] &= ~(1UL << (place % WordBits));
            }
        }

        // Where no other is allowed, the system refuses.
        if (SetAffinity(0, bytes, others) == 0)
        {
            _ = SetAffinity(0, bytes, allowed);
        }
    }

    private static int Current() => OperatingSystem.IsLinux() ? GetProcessor() : Nowhere;

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);
}
