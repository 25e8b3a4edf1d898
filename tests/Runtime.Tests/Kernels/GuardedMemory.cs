using System.Runtime.InteropServices;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>
/// Memory full of a NaN of its own, between guards of the same: a kernel that reads what it must not computes NaN, and one that writes where it must
/// not leaves a trace.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int Guard = 1024;

    // A quiet NaN that no computation gives.
    private static readonly float Poison = BitConverter.Int32BitsToSingle(0x7FCBADAD);

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

    public static bool IsPoison(float value) => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(Poison);

    public void Fill() => Whole.Fill(Poison);

    public void CheckGuards()
    {
        CheckPoison(Whole[..Guard], "before the tensor");
        CheckPoison(Whole[^Guard..], "behind the tensor");
    }

    public static void CheckPoison(ReadOnlySpan<float> floats, string where)
    {
        int written = MemoryMarshal.Cast<float, int>(floats).IndexOfAnyExcept(BitConverter.SingleToInt32Bits(Poison));
        if (written >= 0)
        {
            Assert.Fail($"{floats[written]} was written {where}, at its float {written}.");
        }
    }

    public void Dispose() => _memory.Dispose();
}
