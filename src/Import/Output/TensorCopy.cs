using System.Buffers;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Hands out the bytes of a tensor's values in the order of its shape, block by block.</summary>
internal static unsafe class TensorCopy
{
    /// <summary>How many values are gathered at once where they are scattered.</summary>
    private const int Block = 1 << 12;

    /// <summary>What is done with a block.</summary>
    /// <param name="bytes">The stored values.</param>
    /// <param name="values">As many of the destination.</param>
    public delegate void Convert<T>(ReadOnlySpan<byte> bytes, Span<T> values);

    /// <summary>Fills a destination. The tensor's type has whole bytes.</summary>
    public static void ForEachBlock<T>(CheckpointTensor tensor, long first, Span<T> destination, Convert<T> convert)
    {
        int size = TensorDataTypes.Bits(tensor.DataType) / 8;
        int block = tensor.Values.IsContiguous ? Array.MaxLength / size : Block;
        using MemoryHandle pin = tensor.Source.Pin();
        byte[] gathered = tensor.Values.IsContiguous ? [] : new byte[Block * size];
        while (!destination.IsEmpty)
        {
            Span<T> values = destination[..Math.Min(block, destination.Length)];
            if (tensor.Values.IsContiguous)
            {
                byte* start = (byte*)pin.Pointer + tensor.Values.PositionOf(first);
                convert(new ReadOnlySpan<byte>(start, values.Length * size), values);
            }
            else
            {
                Span<byte> bytes = gathered.AsSpan(0, values.Length * size);
                tensor.Values.Copy((byte*)pin.Pointer, first, bytes);
                convert(bytes, values);
            }

            first += values.Length;
            destination = destination[values.Length..];
        }
    }

    /// <summary>Writes all values as they are stored.</summary>
    public static void Write(CheckpointTensor tensor, long byteLength, Stream stream)
    {
        using MemoryHandle pin = tensor.Source.Pin();
        int size = TensorDataTypes.Bits(tensor.DataType) / 8;
        byte[] gathered = new byte[1 << 16];
        for (long written = 0; written < byteLength; )
        {
            int length = (int)Math.Min(gathered.Length, byteLength - written);
            if (tensor.Values.IsContiguous)
            {
                stream.Write(
                    new ReadOnlySpan<byte>((byte*)pin.Pointer + tensor.Values.PositionOf(0) + written, length)
                );
            }
            else
            {
                tensor.Values.Copy((byte*)pin.Pointer, written / size, gathered.AsSpan(0, length));
                stream.Write(gathered, 0, length);
            }

            written += length;
        }
    }
}
