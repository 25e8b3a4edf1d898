namespace ResNetGen.Runtime;

/// <summary>The first convolution of a network, from padded planes to blocks, with ReLU.</summary>
internal static unsafe class StemConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.ConvolveImages"/>
    public static void ConvolveImages(in Worker w, InputPlanes x, long weights, Activation y, int kernel, int stride)
    {
        TileFamily wide = TileFamily.For(w.Width, planar: true, stride, oneBlock: false);
        TileFamily narrow = TileFamily.For(w.Width, planar: true, stride, oneBlock: true);
        int weightsBlock = x.Channels * kernel * kernel * Lanes;
        float* bias = w.Weights(weights);
        float* packed = bias + PackedLayout.Bias(y.Channels);
        Units units = w.Divide(w.ImageCount * y.Height);
        while (units.TryTake(out int unit))
        {
            (int image, int row) = Math.DivRem(unit, y.Height);
            float* source = x.Origin + (image * x.ImageStride) + (row * stride * x.RowStride);
            for (int channel = 0; channel < y.Blocks * Lanes; )
            {
                int block = channel / Lanes;
                int lane = channel % Lanes;
                TileFamily family = block + 1 == y.Blocks ? narrow : wide;
                Tile tile = new()
                {
                    Input = source,
                    InputBlock = x.PlaneStride,
                    InputRow = x.RowStride,
                    Blocks = x.Channels,
                    Rows = kernel,
                    RunLength = kernel,
                    Weights = packed + ((long)block * weightsBlock) + lane,
                    WeightsBlock = weightsBlock,
                    Start = bias + channel,
                    StartBlock = Lanes,
                    Output = y.Plane(image, block) + (row * y.RowStride) + lane,
                    OutputBlock = y.PlaneStride,
                    Floor = 0,
                };
                family.RunRow(ref tile, y.Width, stride);
                channel += family.Channels;
            }
        }

        w.Done();
    }
}
