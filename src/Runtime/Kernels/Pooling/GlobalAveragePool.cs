using System.Numerics;

namespace ResNetGen.Runtime;

/// <summary>The mean over all pixels, for each channel.</summary>
internal static unsafe class GlobalAveragePool
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.AveragePool"/>
    public static void AveragePool(in Worker w, Activation x, Features y)
    {
        Vector<float> scale = new(1f / (x.Height * x.Width));
        (int first, int end) = w.Share(w.ImageCount * y.Blocks);
        for (int unit = first; unit < end; unit++)
        {
            (int image, int block) = Math.DivRem(unit, y.Blocks);
            float* plane = x.Plane(image, block);
            float* target = y.Origin + (block * y.BlockStride) + (image * Lanes);
            for (int lane = 0; lane < Lanes; lane += Vector<float>.Count)
            {
                // Sums by rows first: a large map's small values would drown in one long sum.
                Vector<float> sum = Vector<float>.Zero;
                for (int row = 0; row < x.Height; row++)
                {
                    Vector<float> rowSum = Vector<float>.Zero;
                    float* pixel = plane + (row * x.RowStride) + lane;
                    for (int column = 0; column < x.Width; column++, pixel += Lanes)
                    {
                        rowSum += Vector.Load(pixel);
                    }

                    sum += rowSum;
                }

                Vector.Store(sum * scale, target + lane);
            }
        }

        w.Done();
    }
}
