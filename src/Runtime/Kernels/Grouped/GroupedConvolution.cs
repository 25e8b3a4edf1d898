namespace ResNetGen.Runtime;

/// <summary>
/// 3x3 convolution in groups of 4 or 8 channels (ResNeXt's first stages), several of them in a block of 16.
/// </summary>
internal static unsafe class GroupedConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.ConvolveGroups"/>
    public static void ConvolveGroups(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int groupWidth,
        int stride,
        bool relu
    )
    {
        GroupedTiles family = new(w.Width, groupWidth, stride);
        int tiles = (y.Width + family.Pixels - 1) / family.Pixels;
        int pixels = Math.DivRem(y.Width, tiles, out int longer);
        float* bias = w.Weights(weights);
        float* packed = bias + PackedLayout.Bias(y.Channels);
        Units units = w.Divide(w.ImageCount * y.Blocks * y.Height);
        while (units.TryTake(out int unit))
        {
            (int plane, int row) = Math.DivRem(unit, y.Height);
            (int image, int block) = Math.DivRem(plane, y.Blocks);
            Tile tile = new()
            {
                Input = x.Plane(image, block) + (((row * stride) - 1) * x.RowStride) - Lanes,
                InputRow = x.RowStride,
                Weights = packed + (block * 9 * groupWidth * Lanes),
                Start = bias + (block * Lanes),
                Output = y.Plane(image, block) + (row * y.RowStride),
                Floor = relu ? 0 : float.NegativeInfinity,
            };
            tile.Ahead = tile.Input + (3 * x.RowStride) + Lanes;
            for (int i = 0; i < tiles; i++)
            {
                int count = i < longer ? pixels + 1 : pixels;
                family.Run(count, tile);
                tile.Input += count * stride * Lanes;
                tile.Ahead += count * stride * Lanes;
                tile.Output += count * Lanes;
            }
        }

        w.Done();
    }
}
