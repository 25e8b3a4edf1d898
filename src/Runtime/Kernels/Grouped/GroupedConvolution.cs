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
        int blockWeights = (int)GroupedLayout.Weights(Lanes, Lanes / groupWidth);
        float* byInput = stackalloc float[family.WeightsByInput ? blockWeights : 0];
        int ordered = -1;
        Units units = w.Divide(w.ImageCount * y.Blocks * y.Height);
        while (units.TryTake(out int unit))
        {
            (int plane, int row) = Math.DivRem(unit, y.Height);
            (int image, int block) = Math.DivRem(plane, y.Blocks);
            float* weightsOfBlock = packed + (block * blockWeights);
            if (family.WeightsByInput)
            {
                if (block != ordered)
                {
                    OrderByInput(weightsOfBlock, byInput, groupWidth);
                    ordered = block;
                }

                weightsOfBlock = byInput;
            }

            Tile tile = new()
            {
                Input = x.Plane(image, block) + (((row * stride) - 1) * x.RowStride) - Lanes,
                InputRow = x.RowStride,
                Weights = weightsOfBlock,
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

    // From rotations to inputs of the group: a block's weights are few, and its pixels many.
    private static void OrderByInput(float* rotated, float* byInput, int groupWidth)
    {
        const int Row = 3 * Lanes;
        for (int row = 0; row < 3; row++, byInput += groupWidth * Row)
        {
            for (int rotation = 0; rotation < groupWidth; rotation++, rotated += Row)
            {
                for (int i = 0; i < Row; i++)
                {
                    int input = GroupedLayout.Rotate(i % Lanes, rotation, groupWidth) % groupWidth;
                    byInput[(input * Row) + i] = rotated[i];
                }
            }
        }
    }
}
