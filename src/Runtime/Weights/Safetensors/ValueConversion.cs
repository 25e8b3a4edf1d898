using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// Converts stored values of any alignment to float32 and float64, and float32 to 16 bits.
/// </summary>
internal static class ValueConversion
{
    // 4 KiB of the widest type: small for the stack and the L1 cache, long enough for the vector loops.
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
                ByChunks<Half, float>(bytes, destination, TensorPrimitives.ConvertToSingle);
                break;
            case TensorDataType.BF16:
                VectorLoops.BrainToSingle(bytes, destination);
                break;
            case TensorDataType.F64:
                ByChunks<double, float>(bytes, destination, (from, to) => VectorLoops.DoubleToSingle(from, to));
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

    /// <summary>Converts through an aligned buffer.</summary>
    private static void ByChunks<TStored, T>(ReadOnlySpan<byte> bytes, Span<T> destination, Loop<TStored, T> convert)
        where TStored : unmanaged
    {
        Span<TStored> buffer = stackalloc TStored[Chunk];
        while (!destination.IsEmpty)
        {
            Span<TStored> values = buffer[..Math.Min(Chunk, destination.Length)];
            Span<byte> stored = MemoryMarshal.AsBytes(values);
            bytes[..stored.Length].CopyTo(stored);
            convert(values, destination);
            bytes = bytes[stored.Length..];
            destination = destination[values.Length..];
        }
    }

    private delegate void Loop<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to);
}
