using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging;

/// <summary>Resizes rows: each destination pixel is a weighted sum of neighbours in its own row.</summary>
internal static unsafe class HorizontalPass
{
    /// <summary>
    /// Resizes <paramref name="rows"/> rows of interleaved pixels. <paramref name="readable"/> counts the bytes from
    /// <paramref name="source"/> to the end of its memory.
    /// </summary>
    public static void Run(
        byte* source,
        int sourceStride,
        long readable,
        int rows,
        int channels,
        in AxisWeights axis,
        byte* destination,
        int destinationStride
    )
    {
        fixed (
            int* starts = axis.Starts,
                counts = axis.Counts,
                weights = axis.Weights
        )
        {
            for (int row = 0; row < rows; row++)
            {
                // The vector path reads whole words, one byte beyond the last pixel of three bytes.
                bool isFollowed = ((row + 1L) * sourceStride) < readable;
                if (channels == 3 && isFollowed)
                {
                    ResizeColourRow(source, starts, counts, weights, axis.Stride, axis.Starts.Length, destination);
                }
                else
                {
                    ResizeRow(source, channels, starts, counts, weights, axis.Stride, axis.Starts.Length, destination);
                }

                source += sourceStride;
                destination += destinationStride;
            }
        }
    }

    private static void ResizeColourRow(
        byte* source,
        int* starts,
        int* counts,
        int* weights,
        int stride,
        int columns,
        byte* destination
    )
    {
        for (int column = 0; column < columns; column++)
        {
            byte* pixel = source + (3L * starts[column]);
            Vector128<int> sum = Vector128.Create(AxisWeights.Half);
            int count = counts[column];
            for (int tap = 0; tap < count; tap++)
            {
                Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(pixel)).AsByte();
                Vector128<int> samples = Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
                sum += samples * Vector128.Create(weights[tap]);
                pixel += 3;
            }

            uint packed = FixedPoint.ToBytes(sum);
            Unsafe.WriteUnaligned(destination, (ushort)packed);
            destination[2] = (byte)(packed >> 16);
            destination += 3;
            weights += stride;
        }
    }

    private static void ResizeRow(
        byte* source,
        int channels,
        int* starts,
        int* counts,
        int* weights,
        int stride,
        int columns,
        byte* destination
    )
    {
        for (int column = 0; column < columns; column++)
        {
            int count = counts[column];
            for (int channel = 0; channel < channels; channel++)
            {
                byte* sample = source + ((long)channels * starts[column]) + channel;
                int sum = AxisWeights.Half;
                for (int tap = 0; tap < count; tap++)
                {
                    sum += *sample * weights[tap];
                    sample += channels;
                }

                *destination++ = FixedPoint.ToByte(sum);
            }

            weights += stride;
        }
    }
}
