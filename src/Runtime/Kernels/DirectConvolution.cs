using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>Convolution by its definition, on register tiles: 1x1 and 3x3, stride 1 and 2, with and without groups.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DirectConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    // Input rows of this many bytes are kept in the second-level cache while all output channels pass over them.
    private const int BandBytes = 400 << 10;

    // What stays in the second-level cache while something else passes by.
    private const int CacheBytes = 512 << 10;

    // So many units or more for each worker, so that they end together.
    private const int UnitsOfWorker = 8;

    /// <summary>Floats of scratch memory that a worker needs.</summary>
    internal const int ScratchFloats = DirectLayout.WorkerScratch;

    /// <summary>Writes <c>y = max(floor, conv(x) + bias + residual)</c>.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="x">Input; its halo is at least half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output.</param>
    /// <param name="kernel">Rows and columns of the kernel; the padding is half of it.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public static void Convolve(
        this in Worker w, Activation x, long weights, Activation y, int kernel = 1, int stride = 1, int groups = 1, Activation residual = default, bool relu = false)
    {
        int inputBlocks = PackedLayout.InputBlocks(x.Channels, y.Channels, groups);
        int weightsBlock = inputBlocks * kernel * kernel * Lanes * Lanes;
        TileInput input = stride == 1 ? TileInput.Blocked : TileInput.BlockedStride2;
        bool pairs = w.Width == VectorWidth.Vector512 && (groups == 1 || y.Channels / groups % (2 * Lanes) == 0);
        TileFamily wide = TileFamily.For(w.Width, input, oneBlock: !pairs);
        TileFamily narrow = TileFamily.For(w.Width, input, oneBlock: true);

        bool aside = residual.Halo == 0 && DirectLayout.WritesAside(kernel, stride, y.Height, y.Width, x.Halo, y.Halo);
        bool flat = aside || (kernel == 1 && stride == 1 && x.Width < DirectLayout.NarrowWidth && x.Halo == 0 && y.Halo == 0 && residual.Halo == 0);
        int height = flat ? 1 : y.Height;
        int width = flat ? y.Height * y.Width : y.Width;

        int slices = pairs ? (y.Blocks + 1) / 2 : y.Blocks;
        int bandRows = Math.Clamp(BandBytes / (int)Math.Max(1, inputBlocks * x.RowStride * sizeof(float) * stride), 1, height);
        int bands = (height + bandRows - 1) / bandRows;
        if (w.Count > 1)
        {
            int fewest = ((UnitsOfWorker * w.Count) + (w.ImageCount * slices) - 1) / (w.ImageCount * slices);
            bands = Math.Min((Math.Max(bands, fewest) + w.Count - 1) / w.Count * w.Count, height);
        }

        // A strided 1x1 kernel reads every second pixel of every second row.
        long pixels = kernel < stride ? (long)y.Height * y.Width : (long)x.Height * x.Width;
        bool weightsOuter = WeightsPassOnce(
            weightBytes: (long)y.Blocks * weightsBlock * sizeof(float), inputBytes: inputBlocks * pixels * Lanes * sizeof(float), w.ImageCount, slices, bands);

        float* bias = w.Weights(weights);
        float* packed = bias + PackedLayout.Bias(y.Channels);
        int padding = kernel / 2;
        Units units = w.Divide(w.ImageCount * slices * bands);
        while (units.TryTake(out int unit))
        {
            int image, band, slice;
            if (weightsOuter)
            {
                (slice, int rest) = Math.DivRem(unit, w.ImageCount * bands);
                (image, band) = Math.DivRem(rest, bands);
            }
            else
            {
                (image, int rest) = Math.DivRem(unit, slices * bands);
                (band, slice) = Math.DivRem(rest, slices);
            }

            int block = pairs ? 2 * slice : slice;
            TileFamily family = pairs && block + 1 == y.Blocks ? narrow : wide;
            int firstInput = PackedLayout.FirstInputBlock(block, x.Channels, y.Channels, groups, inputBlocks);
            float* source = x.Plane(image, firstInput) - (padding * x.RowStride) - (padding * Lanes);
            float* target = aside ? w.Scratch : y.Plane(image, block);
            nint targetBlock = aside ? DirectLayout.FlatPixels * Lanes : y.PlaneStride;
            int firstRow = band * height / bands;
            int rows = ((band + 1) * height / bands) - firstRow;
            for (int row = firstRow; row < firstRow + rows; row++)
            {
                for (int lane = 0; lane < Math.Max(Lanes, family.Channels); lane += family.Channels)
                {
                    Tile tile = new()
                    {
                        Input = source + (row * stride * x.RowStride),
                        InputBlock = x.PlaneStride,
                        InputRow = x.RowStride,
                        Blocks = inputBlocks,
                        Rows = kernel,
                        RunLength = kernel * Lanes,
                        Weights = packed + ((long)block * weightsBlock) + lane,
                        WeightsBlock = weightsBlock,
                        Start = bias + (block * Lanes) + lane,
                        StartBlock = Lanes,
                        Residual = residual.IsNone ? null : residual.Plane(image, block) + (row * residual.RowStride) + lane,
                        ResidualBlock = residual.PlaneStride,
                        Output = target + (row * y.RowStride) + lane,
                        OutputBlock = targetBlock,
                        Floor = relu ? 0 : float.NegativeInfinity,
                    };
                    int rowTiles = family.Tiles(width);
                    tile.FetchAhead(tile.Weights + ((pairs ? 2 : 1) * weightsBlock), rows * rowTiles, (row - firstRow) * rowTiles);
                    family.RunRow(ref tile, width, stride * Lanes);
                }
            }

            if (aside)
            {
                CopyRows(w.Scratch, y, image, block, Math.Max(1, family.Channels / Lanes));
            }
        }

        w.Done();
    }

    // Either a slice of weights stays and all inputs pass by, or a band of inputs stays and all weights pass by: whichever moves less.
    private static bool WeightsPassOnce(long weightBytes, long inputBytes, int images, int slices, int bands)
    {
        long weightsOuter = weightBytes + (images * inputBytes * (images * inputBytes <= CacheBytes ? 1 : slices));
        long inputsOuter = (images * inputBytes) + (weightBytes * (weightBytes <= CacheBytes ? 1 : images * bands));
        return weightsOuter < inputsOuter;
    }

    private static void CopyRows(float* flat, Activation y, int image, int block, int blocks)
    {
        int length = y.Width * Lanes;
        for (int i = 0; i < blocks; i++, flat += DirectLayout.FlatPixels * Lanes)
        {
            float* target = y.Plane(image, block + i);
            for (int row = 0; row < y.Height; row++)
            {
                new ReadOnlySpan<float>(flat + (row * length), length).CopyTo(new Span<float>(target + (row * y.RowStride), length));
            }
        }
    }
}
