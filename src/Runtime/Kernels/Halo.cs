namespace ResNetGen.Runtime;

/// <summary>Zeroes the halo of an activation: the workspace is shared by tensors of many shapes, so what was there before must go.</summary>
internal static unsafe class Halo
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Clears this worker's share of the planes. Whoever reads the halo does so behind the next barrier.</summary>
    public static void ClearHalo(this in Worker w, Activation y)
    {
        if (y.Halo == 0)
        {
            return;
        }

        int edge = y.Halo * (int)y.RowStride;
        int side = y.Halo * Lanes;
        (int first, int end) = w.Share(w.ImageCount * y.Blocks);
        for (int unit = first; unit < end; unit++)
        {
            (int image, int block) = Math.DivRem(unit, y.Blocks);
            float* plane = y.Origin + (image * y.ImageStride) + (block * y.PlaneStride);
            new Span<float>(plane, edge).Clear();
            float* row = plane + edge;
            for (int i = 0; i < y.Height; i++, row += y.RowStride)
            {
                new Span<float>(row, side).Clear();
                new Span<float>(row + side + (y.Width * Lanes), side).Clear();
            }

            new Span<float>(row, edge).Clear();
        }
    }
}
