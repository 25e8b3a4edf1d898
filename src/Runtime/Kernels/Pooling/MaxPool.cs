using System.Numerics;

namespace ResNetGen.Runtime;

/// <summary>3x3 max pooling with stride 2 and padding 1.</summary>
internal static unsafe class MaxPool
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.MaxPool3x3"/>
    public static void MaxPool3x3(in Worker w, Activation x, Activation y)
    {
        // By rows, as the stem before it and the convolution behind it: each worker finds what it wrote in its own
        // cache.
        (int first, int end) = w.Share(w.ImageCount * y.Height);
        for (int unit = first * y.Blocks; unit < end * y.Blocks; unit++)
        {
            (int imageRow, int block) = Math.DivRem(unit, y.Blocks);
            (int image, int row) = Math.DivRem(imageRow, y.Height);
            float* top = x.Plane(image, block) + (((2 * row) - 1) * x.RowStride) - Lanes;
            float* target = y.Plane(image, block) + (row * y.RowStride);
            PoolRow(top, x.RowStride, target, y.Width);
        }

        w.Done();
    }

    /// <summary>A row of outputs of one block of channels.</summary>
    /// <param name="top">The first window's corner.</param>
    /// <param name="rowStride">From one row of inputs to the next.</param>
    /// <param name="target">The first output.</param>
    /// <param name="width">Outputs.</param>
    internal static void PoolRow(float* top, nint rowStride, float* target, int width)
    {
        for (int column = 0; column < width; column++, top += 2 * Lanes, target += Lanes)
        {
            for (int lane = 0; lane < Lanes; lane += Vector<float>.Count)
            {
                Vector<float> largest = LargestOfRow(top + lane);
                largest = Larger(largest, LargestOfRow(top + rowStride + lane));
                largest = Larger(largest, LargestOfRow(top + (2 * rowStride) + lane));
                Vector.Store(largest, target + lane);
            }
        }
    }

    private static Vector<float> LargestOfRow(float* x) =>
        Larger(Larger(Vector.Load(x), Vector.Load(x + Lanes)), Vector.Load(x + (2 * Lanes)));

    // Native maximum gives its second operand when one is NaN: of both orders one has the NaN, and bits added to a NaN
    // leave it one.
    private static Vector<float> Larger(Vector<float> a, Vector<float> b) =>
        Vector.MaxNative(a, b) | Vector.MaxNative(b, a);
}
