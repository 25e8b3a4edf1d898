using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// Stored values to float32 and float64. The bytes may start anywhere: nothing here relies on alignment.
/// </summary>
internal static class ValueConversion
{
    // 4 KiB of the widest type: small for the stack and the first-level cache, long enough for the vector loops.
    private const int Chunk = 512;

    /// <summary>
    /// Converts as many values as the destination holds; <paramref name="bytes"/> are exactly theirs.
    /// </summary>
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
                VectorLoops.BrainToSingle(bytes, destination);
                break;
            case TensorDataType.F64:
                DoubleToSingle(bytes, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>
    /// Converts as many values as the destination holds, all exactly; <paramref name="bytes"/> are exactly theirs.
    /// </summary>
    public static void ToDouble(TensorDataType type, ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        switch (type)
        {
            case TensorDataType.F64:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorDataType.F32:
                VectorLoops.SingleToDouble(bytes, destination);
                break;
            default:
                ThroughSingle(type, bytes, destination);
                break;
        }
    }

    /// <summary>
    /// Rounds to the nearest F16 or BF16, ties to even, and says whether every result is a finite number.
    /// </summary>
    /// <param name="type">F16 or BF16.</param>
    /// <param name="values">The values.</param>
    /// <param name="destination">Takes two bytes of each; it may be longer.</param>
    public static bool FromSingle(TensorDataType type, ReadOnlySpan<float> values, Span<byte> destination)
    {
        Span<Half> halves = MemoryMarshal.Cast<byte, Half>(destination[..(values.Length * sizeof(ushort))]);
        if (type == TensorDataType.BF16)
        {
            return VectorLoops.SingleToBrain(values, MemoryMarshal.Cast<Half, ushort>(halves));
        }

        if (type != TensorDataType.F16)
        {
            throw new ArgumentOutOfRangeException(nameof(type));
        }

        TensorPrimitives.ConvertToHalf(values, halves);
        return TensorPrimitives.IsFiniteAll<Half>(halves);
    }

    private static void ThroughSingle(TensorDataType type, ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        Span<float> buffer = stackalloc float[Chunk];
        int size = TensorDataTypes.Bits(type) / 8;
        while (!destination.IsEmpty)
        {
            Span<float> values = buffer[..Math.Min(Chunk, destination.Length)];
            ToSingle(type, bytes[..(values.Length * size)], values);
            VectorLoops.SingleToDouble(MemoryMarshal.AsBytes(values), destination);
            bytes = bytes[(values.Length * size)..];
            destination = destination[values.Length..];
        }
    }

    private static void HalfToSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        Span<Half> buffer = stackalloc Half[Chunk];
        while (!destination.IsEmpty)
        {
            Span<Half> values = buffer[..Math.Min(Chunk, destination.Length)];
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
            Span<double> values = buffer[..Math.Min(Chunk, destination.Length)];
            bytes[..(values.Length * sizeof(double))].CopyTo(MemoryMarshal.AsBytes(values));
            VectorLoops.DoubleToSingle(values, destination);
            bytes = bytes[(values.Length * sizeof(double))..];
            destination = destination[values.Length..];
        }
    }
}
