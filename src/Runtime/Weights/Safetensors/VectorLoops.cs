using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// The loops that every weight goes through while a network loads. Each runs a few times in the life of a process,
/// so it is compiled at full optimisation at once: its first, unoptimised tier would take most of the loading time.
/// </summary>
internal static class VectorLoops
{
    /// <summary>Stored float32, at any alignment, to float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SingleToDouble(ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        // Past this line no bound is checked.
        destination = destination[..(bytes.Length / sizeof(float))];
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref double target = ref MemoryMarshal.GetReference(destination);
        int index = 0;

        for (; index <= destination.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector<float> values = Unsafe.ReadUnaligned<Vector<float>>(
                ref Unsafe.Add(ref source, index * sizeof(float))
            );
            Vector.Widen(values, out Vector<double> lower, out Vector<double> upper);
            Vector.StoreUnsafe(lower, ref target, (nuint)index);
            Vector.StoreUnsafe(upper, ref target, (nuint)(index + Vector<double>.Count));
        }

        for (; index < destination.Length; index++)
        {
            Unsafe.Add(ref target, index) = Unsafe.ReadUnaligned<float>(
                ref Unsafe.Add(ref source, index * sizeof(float))
            );
        }
    }

    /// <summary>Stored bfloat16, at any alignment, to float32: its bits are the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BrainToSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        // Past this line no bound is checked.
        destination = destination[..(bytes.Length / sizeof(ushort))];
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref uint target = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(destination));
        int index = 0;

        for (; index <= destination.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            Vector<ushort> values = Unsafe.ReadUnaligned<Vector<ushort>>(
                ref Unsafe.Add(ref source, index * sizeof(ushort))
            );
            Vector.Widen(values, out Vector<uint> lower, out Vector<uint> upper);
            Vector.StoreUnsafe(lower << 16, ref target, (nuint)index);
            Vector.StoreUnsafe(upper << 16, ref target, (nuint)(index + Vector<uint>.Count));
        }

        for (; index < destination.Length; index++)
        {
            ushort value = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref source, index * sizeof(ushort)));
            Unsafe.Add(ref target, index) = (uint)value << 16;
        }
    }

    /// <summary>
    /// Rounds to the nearest bfloat16, ties to even, and says whether every result is a finite number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool SingleToBrain(ReadOnlySpan<float> values, Span<ushort> destination)
    {
        const uint Exponent = 0x7f80;
        bool finite = true;
        for (int index = 0; index < values.Length; index++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[index]);
            // Half of the last place that stays, less one where that is even: a tie carries only to even.
            uint rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
            destination[index] = (ushort)rounded;
            finite &= (rounded & Exponent) != Exponent;
        }

        return finite;
    }

    /// <summary>Multiplies in place, and says whether every product is a finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Scale(Span<double> values, double scale)
    {
        ref double target = ref MemoryMarshal.GetReference(values);
        Vector<double> factors = new(scale);
        // Zero times a number is zero; times infinity or NaN it is NaN, which no sum loses.
        Vector<double> zeros = Vector<double>.Zero;
        double zero = 0d;
        int index = 0;

        for (; index <= values.Length - Vector<double>.Count; index += Vector<double>.Count)
        {
            Vector<double> product = Vector.LoadUnsafe(ref target, (nuint)index) * factors;
            Vector.StoreUnsafe(product, ref target, (nuint)index);
            zeros += product * Vector<double>.Zero;
        }

        for (; index < values.Length; index++)
        {
            double product = Unsafe.Add(ref target, index) *= scale;
            zero += product * 0;
        }

        return Vector.Sum(zeros) + zero == 0;
    }

    /// <summary>Rounds to float32, and says whether every result is a finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool DoubleToSingle(ReadOnlySpan<double> values, Span<float> destination)
    {
        // Past this line no bound is checked.
        destination = destination[..values.Length];
        ref double source = ref MemoryMarshal.GetReference(values);
        ref float target = ref MemoryMarshal.GetReference(destination);
        Vector<float> zeros = Vector<float>.Zero;
        float zero = 0f;
        int index = 0;

        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector<double> lower = Vector.LoadUnsafe(ref source, (nuint)index);
            Vector<double> upper = Vector.LoadUnsafe(ref source, (nuint)(index + Vector<double>.Count));
            Vector<float> rounded = Vector.Narrow(lower, upper);
            Vector.StoreUnsafe(rounded, ref target, (nuint)index);
            zeros += rounded * Vector<float>.Zero;
        }

        for (; index < values.Length; index++)
        {
            float rounded = Unsafe.Add(ref target, index) = (float)Unsafe.Add(ref source, index);
            zero += rounded * 0;
        }

        return Vector.Sum(zeros) + zero == 0;
    }
}
