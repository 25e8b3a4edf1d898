using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging;

/// <summary>
/// Resizes columns: each destination row is a weighted sum of source rows, whatever their bytes stand for.
/// </summary>
internal static unsafe class VerticalPass
{
    /// <summary>
    /// Makes as many rows of <paramref name="rowLength"/> bytes as <paramref name="axis"/> has samples. Row
    /// <paramref name="firstRow"/> of the picture is at <paramref name="source"/>.
    /// </summary>
    public static void Run(
        byte* source,
        int sourceStride,
        int firstRow,
        int rowLength,
        in AxisWeights axis,
        byte* destination,
        int destinationStride
    )
    {
        fixed (int* weights = axis.Weights)
        {
            for (int row = 0; row < axis.Starts.Length; row++)
            {
                byte* from = source + ((long)(axis.Starts[row] - firstRow) * sourceStride);
                int* rowWeights = weights + ((long)row * axis.Stride);
                int count = axis.Counts[row];
                int column = 0;
                for (; column <= rowLength - Vector128<byte>.Count; column += Vector128<byte>.Count)
                {
                    SumBlock(from + column, sourceStride, rowWeights, count).Store(destination + column);
                }

                if (column < rowLength && rowLength >= Vector128<byte>.Count)
                {
                    // The last block overlaps the one before it and writes the same bytes again.
                    column = rowLength - Vector128<byte>.Count;
                    SumBlock(from + column, sourceStride, rowWeights, count).Store(destination + column);
                    column = rowLength;
                }

                for (; column < rowLength; column++)
                {
                    destination[column] = SumOne(from + column, sourceStride, rowWeights, count);
                }

                destination += destinationStride;
            }
        }
    }

    private static Vector128<byte> SumBlock(byte* source, int stride, int* weights, int count)
    {
        Vector128<int> sum0 = Vector128.Create(AxisWeights.Half);
        Vector128<int> sum1 = sum0;
        Vector128<int> sum2 = sum0;
        Vector128<int> sum3 = sum0;
        for (int tap = 0; tap < count; tap++)
        {
            Vector128<int> weight = Vector128.Create(weights[tap]);
            Vector128<byte> bytes = Vector128.Load(source);
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
            sum0 += Vector128.WidenLower(lower).AsInt32() * weight;
            sum1 += Vector128.WidenUpper(lower).AsInt32() * weight;
            sum2 += Vector128.WidenLower(upper).AsInt32() * weight;
            sum3 += Vector128.WidenUpper(upper).AsInt32() * weight;
            source += stride;
        }

        return FixedPoint.ToBytes(sum0, sum1, sum2, sum3);
    }

    private static byte SumOne(byte* source, int stride, int* weights, int count)
    {
        int sum = AxisWeights.Half;
        for (int tap = 0; tap < count; tap++)
        {
            sum += *source * weights[tap];
            source += stride;
        }

        return FixedPoint.ToByte(sum);
    }
}
