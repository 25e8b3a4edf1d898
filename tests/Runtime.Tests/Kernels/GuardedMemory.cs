using System.Runtime.InteropServices;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>
/// Memory full of a NaN of its own, between guards of the same: a kernel that reads what it must not computes NaN, and
/// one that writes where it must not leaves a trace.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    // Room for a whole plane of the largest maps: a kernel that writes one block too many shows, and does no harm.
    private const int Guard = 32 << 10;

    private static int _instances;

    // A quiet NaN that no computation gives and no other memory has: vectors pass on the bits of a NaN, so one read
    // elsewhere and written here shows.
    private readonly int _poison = 0x7FE00000 | (Interlocked.Increment(ref _instances) & 0x1FFFFF);
    private readonly AlignedMemory _memory;
    private readonly long _floats;

    public GuardedMemory(long floats)
    {
        _floats = floats;
        _memory = new AlignedMemory(floats + (2 * Guard));
        Fill();
    }

    /// <summary>The first float behind the guard.</summary>
    public float* Pointer => _memory.Pointer + Guard;

    public Span<float> Span => new(Pointer, (int)_floats);

    private Span<float> Whole => new(_memory.Pointer, (int)_floats + (2 * Guard));

    public bool IsPoison(float value) => BitConverter.SingleToInt32Bits(value) == _poison;

    public void Fill() => MemoryMarshal.Cast<float, int>(Whole).Fill(_poison);

    public void CheckGuards()
    {
        CheckPoison(Whole[..Guard], "before the tensor");
        CheckPoison(Whole[^Guard..], "behind the tensor");
    }

    public void CheckPoison(ReadOnlySpan<float> floats, string where)
    {
        int written = MemoryMarshal.Cast<float, int>(floats).IndexOfAnyExcept(_poison);
        if (written >= 0)
        {
            Assert.Fail($"{floats[written]} was written {where}, at its float {written}.");
        }
    }

    public void Dispose() => _memory.Dispose();
}
