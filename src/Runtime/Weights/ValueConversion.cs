using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>Stored values to float32 and float64. The bytes may start anywhere: nothing here relies on alignment.</summary>
internal static class ValueConversion
{
    // 4 KiB of the widest type: small for the stack and the first-level cache, long enough for the vector loops.
    private const int Chunk = 512;

    /// <summary>Converts as many values as the destination holds; <paramref name="bytes"/> are exactly theirs.</summary>
    public static void ToSingle(TensorDataType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (type)
        {
            case TensorDataType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorDataType.F16:
                HalfToSingle(bytes, destination);
                break;
            case TensorDataType.BF16:
                BrainToSingle(bytes, destination);
                break;
            case TensorDataType.F64:
                DoubleToSingle(bytes, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>Converts as many values as the destination holds, all of them exactly; <paramref name="bytes"/> are exactly theirs.</summary>
    public static void ToDouble(TensorDataType type, ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        if (type == TensorDataType.F64)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }

        Span<float> buffer = stackalloc float[Chunk];
        var size = TensorDataTypes.Bits(type) / 8;
        while (!destination.IsEmpty)
        {
            var values = buffer[..Math.Min(Chunk, destination.Length)];
            ToSingle(type, bytes[..(values.Length * size)], values);
            TensorPrimitives.ConvertTruncating<float, double>(values, destination);
            bytes = bytes[(values.Length * size)..];
            destination = destination[values.Length..];
        }
    }

    private static void HalfToSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        Span<Half> buffer = stackalloc Half[Chunk];
        while (!destination.IsEmpty)
        {
            var values = buffer[..Math.Min(Chunk, destination.Length)];
            bytes[..(values.Length * sizeof(ushort))].CopyTo(MemoryMarshal.AsBytes(values));
            TensorPrimitives.ConvertToSingle(values, destination);
            bytes = bytes[(values.Length * sizeof(ushort))..];
            destination = destination[values.Length..];
        }
    }

    private static void DoubleToSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        Span<double> buffer = stackalloc double[Chunk];
        while (!destination.IsEmpty)
        {
            var values = buffer[..Math.Min(Chunk, destination.Length)];
            bytes[..(values.Length * sizeof(double))].CopyTo(MemoryMarshal.AsBytes(values));
            TensorPrimitives.ConvertTruncating<double, float>(values, destination);
            bytes = bytes[(values.Length * sizeof(double))..];
            destination = destination[values.Length..];
        }
    }

    private static void BrainToSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(destination));
        var index = 0;

        for (; index <= destination.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            var values = Unsafe.ReadUnaligned<Vector<ushort>>(ref Unsafe.Add(ref source, index * sizeof(ushort)));
            Vector.Widen(values, out var lower, out var upper);
            Vector.StoreUnsafe(lower << 16, ref target, (nuint)index);
            Vector.StoreUnsafe(upper << 16, ref target, (nuint)(index + Vector<uint>.Count));
        }

        for (; index < destination.Length; index++)
        {
            var value = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref source, index * sizeof(ushort)));
            Unsafe.Add(ref target, index) = (uint)value << 16;
        }
    }
}
