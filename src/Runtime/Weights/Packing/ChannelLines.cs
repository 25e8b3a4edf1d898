using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// The weights of 16 output channels side by side, which is what kernels read: a line is a weight of each. Channels are
/// read in pieces that stay in the first-level cache.
/// </summary>
internal static class ChannelLines
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int PieceBytes = 16 << 10;

    /// <summary>Packs lines.</summary>
    /// <param name="shape">The layer.</param>
    /// <param name="block">The output block.</param>
    /// <param name="input">The first input channel of the lines, of those of a group.</param>
    /// <param name="lines"><c>[input][row][column][16]</c>, some inputs; zeros in lanes that have no channel.</param>
    /// <param name="packed">The layer's place behind the bias.</param>
    internal unsafe delegate void Packer<T>(
        in ConvolutionShape shape,
        int block,
        int input,
        ReadOnlySpan<T> lines,
        float* packed
    );

    /// <summary>Packs an output block from weights that are rounded to float32.</summary>
    public static unsafe void Pack(
        in ConvolutionShape shape,
        int block,
        ChannelValues weights,
        float* packed,
        Packer<float> packer
    ) => Pack(shape, block, weights, weights.Read, packed, packer);

    /// <summary>Packs an output block from weights in float64.</summary>
    public static unsafe void Pack(
        in ConvolutionShape shape,
        int block,
        ChannelValues weights,
        float* packed,
        Packer<double> packer
    ) => Pack(shape, block, weights, weights.Read, packed, packer);

    private static unsafe void Pack<T>(
        in ConvolutionShape shape,
        int block,
        ChannelValues weights,
        Reader<T> read,
        float* packed,
        Packer<T> packer
    )
        where T : unmanaged
    {
        int taps = shape.Kernel * shape.Kernel;
        int piece = PieceBytes / (Lanes * sizeof(T)) / taps * taps;
        int first = block * Lanes;
        int channels = Math.Min(Lanes, weights.Channels - first);
        Span<T> values = stackalloc T[piece];
        Span<T> lines = stackalloc T[piece * Lanes];
        lines.Clear();
        for (int index = 0; index < weights.ChannelLength; index += piece)
        {
            values = values[..Math.Min(piece, weights.ChannelLength - index)];
            lines = lines[..(values.Length * Lanes)];
            for (int lane = 0; lane < channels; lane++)
            {
                try
                {
                    read(first + lane, index, values);
                }
                catch (WeightFileException)
                {
                    ReadWhole(read, first, channels, weights.ChannelLength);
                    throw;
                }

                Spread(values, lines[lane..]);
            }

            packer(shape, block, index / taps, lines, packed);
        }
    }

    // Whatever the order in which pieces are read, the error is that of the first channel that has one.
    private static void ReadWhole<T>(Reader<T> read, int first, int channels, int length)
    {
        T[] values = new T[length];
        for (int channel = first; channel < first + channels; channel++)
        {
            read(channel, 0, values);
        }
    }

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<T>(ReadOnlySpan<T> values, Span<T> lines)
        where T : unmanaged
    {
        // Past this line no bound is checked.
        ref T target = ref MemoryMarshal.GetReference(lines[..(((values.Length - 1) * Lanes) + 1)]);
        foreach (T value in values)
        {
            target = value;
            target = ref Unsafe.Add(ref target, Lanes);
        }
    }

    private delegate void Reader<T>(int channel, int first, Span<T> values);
}
