namespace ResNetGen.Runtime;

/// <summary>
/// The classifier: a convolution whose pixels are the images, so that each weight is read once for the whole batch.
/// </summary>
internal static unsafe class LinearLayer
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.Linear"/>
    public static void Linear(in Worker w, Features x, long weights, Features y)
    {
        TileFamily wide = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: false);
        TileFamily narrow = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: true);
        int weightsBlock = x.Blocks * Lanes * Lanes;
        float* bias = w.Weights(weights);
        float* packed = bias + PackedLayout.Bias(y.Count);
        (int first, int end) = w.Share(y.Blocks);
        for (int channel = first * Lanes; channel < end * Lanes; )
        {
            int block = channel / Lanes;
            TileFamily family = block + 1 == end ? narrow : wide;
            Tile tile = new()
            {
                Input = x.Origin,
                InputBlock = x.BlockStride,
                Blocks = x.Blocks,
                Rows = 1,
                RunLength = Lanes,
                Weights = packed + ((long)block * weightsBlock) + (channel % Lanes),
                WeightsBlock = weightsBlock,
                Start = bias + channel,
                StartBlock = Lanes,
                Output = y.Origin + (block * y.BlockStride) + (channel % Lanes),
                OutputBlock = y.BlockStride,
                Floor = float.NegativeInfinity,
            };
            tile.FetchAhead(tile.Weights + (2 * weightsBlock), family.Tiles(w.ImageCount));
            family.RunRow(ref tile, w.ImageCount, Lanes);
            channel += family.Channels;
        }

        w.Done();
    }
}
