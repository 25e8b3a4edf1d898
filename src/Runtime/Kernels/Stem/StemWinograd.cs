using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// A 7x7 stem with stride 2 and its max pool, from the caller's images to blocks, by Winograd's minimal filtering. A
/// pixel of phases holds two rows times two columns of each channel side by side; over these the kernel has 4x4 taps
/// and stride 1, and squares of 4x4 outputs take 7x7 products for each input and output instead of 16 x 16. Squares
/// side by side are a band of rows, which is pooled while it is in the cache.
/// </summary>
internal static unsafe class StemWinograd
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int M = StemWinogradLayout.Outputs;
    private const int Patch = StemWinogradLayout.Patch;
    private const int Points = StemWinogradLayout.Points;
    private const int SliceBlocks = StemWinogradLayout.SliceBlocks;

    // Zeros round the image, of a 7x7 kernel.
    private const int Border = 3;

    /// <inheritdoc cref="Worker.ConvolveAndPoolImages"/>
    public static void ConvolveAndPoolImages(
        in Worker w,
        int channels,
        int height,
        int width,
        long weights,
        Activation conv1,
        Activation y
    )
    {
        Activation band = new(w.Scratch, conv1.Channels, M, M * StemWinogradLayout.Across(conv1.Width), halo: 1);
        float* scratch = band.Origin + band.ImageStride;
        new Span<float>(band.Origin, (int)band.ImageStride).Clear();

        Squares squares = new(w, channels, height, width, weights, conv1);
        int bandsOfImage = StemWinogradLayout.Across(conv1.Height);
        Units bands = w.Divide(w.ImageCount * bandsOfImage);
        int previous = -1;
        while (bands.TryTake(out int unit))
        {
            (int image, int index) = Math.DivRem(unit, bandsOfImage);
            if (w.LastFeatureMap == 0)
            {
                squares.Compute(unit, band, scratch);
                CopyBand(band, conv1, image, index);
                continue;
            }

            // The row above is the last one of the band before: another worker has it when this one's share begins
            // here.
            if (index > 0 && previous != unit - 1)
            {
                squares.Compute(unit - 1, band, scratch);
            }

            KeepLastRow(band, isFirst: index == 0);
            squares.Compute(unit, band, scratch);
            PoolBand(band, y, image, index);
            previous = unit;
        }

        // What is left for the pool is the wait for the other workers.
        w.Done();
        w.Done();
    }

    private static void KeepLastRow(Activation band, bool isFirst)
    {
        for (int block = 0; block < band.Blocks; block++)
        {
            float* first = band.Plane(0, block);
            Span<float> above = new(first - band.RowStride, band.Width * Lanes);
            if (isFirst)
            {
                above.Clear();
            }
            else
            {
                new ReadOnlySpan<float>(first + ((M - 1) * band.RowStride), above.Length).CopyTo(above);
            }
        }
    }

    private static void PoolBand(Activation band, Activation y, int image, int index)
    {
        int row = index * (M / 2);
        int rows = Math.Min(M / 2, y.Height - row);
        for (int block = 0; block < band.Blocks; block++)
        {
            for (int i = 0; i < rows; i++)
            {
                float* top = band.Plane(0, block) + (((2 * i) - 1) * band.RowStride) - Lanes;
                MaxPool.PoolRow(top, band.RowStride, y.Plane(image, block) + ((row + i) * y.RowStride), y.Width);
            }
        }
    }

    private static void CopyBand(Activation band, Activation conv1, int image, int index)
    {
        int row = index * M;
        int rows = Math.Min(M, conv1.Height - row);
        for (int block = 0; block < band.Blocks; block++)
        {
            for (int i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(band.Plane(0, block) + (i * band.RowStride), conv1.Width * Lanes).CopyTo(
                    new Span<float>(conv1.Plane(image, block) + ((row + i) * conv1.RowStride), conv1.Width * Lanes)
                );
            }
        }
    }

    /// <summary>The squares of outputs of the stem, over all images, and what is done with them.</summary>
    private readonly struct Squares
    {
        private readonly VectorWidth _vectors;
        private readonly WinogradTransforms _transforms;
        private readonly float* _images;
        private readonly int _channels;
        private readonly int _height;
        private readonly int _width;
        private readonly Activation _conv1;
        private readonly float* _bias;
        private readonly float* _weights;
        private readonly float* _zeros;
        private readonly int _across;

        public Squares(in Worker w, int channels, int height, int width, long weights, Activation conv1)
        {
            _vectors = w.Width;
            _transforms = new WinogradTransforms(w.Width, M, stride: 1, StemWinogradLayout.Taps);
            _images = w.Images;
            _channels = channels;
            _height = height;
            _width = width;
            _conv1 = conv1;
            _bias = w.Weights(weights);
            _weights = _bias + PackedLayout.Bias(conv1.Channels);
            _zeros = w.Zeros;
            _across = StemWinogradLayout.Across(conv1.Width);
        }

        /// <summary>
        /// A band of all images: squares side by side, as many rows of outputs as a square has; zeros beyond the map.
        /// </summary>
        public void Compute(int index, Activation band, float* scratch)
        {
            (int image, int inImage) = Math.DivRem(index, StemWinogradLayout.Across(_conv1.Height));
            int row = inImage * M;
            int rows = Math.Min(M, _conv1.Height - row);
            int groups = (_across + StemWinogradLayout.MostTiles - 1) / StemWinogradLayout.MostTiles;
            for (int group = 0; group < groups; group++)
            {
                int first = _across * group / groups;
                int tiles = (_across * (group + 1) / groups) - first;
                int phaseRow = StemWinogradLayout.PhaseRow(tiles);
                float* phases = scratch;
                float* points = phases + StemWinogradLayout.PhaseRows(tiles);
                float* products = points + StemWinogradLayout.TransformedInputs(tiles);
                GatherPhases(image, row, first * M, phaseRow / Lanes, phases);
                _transforms.Input(M, M, phases, phaseRow, tiles, points, StemWinogradLayout.InputPoint(tiles));
                for (int block = 0; block < _conv1.Blocks; block += SliceBlocks)
                {
                    MultiplyAndTransform(block, first * M, tiles, points, products, band);
                }
            }

            for (int block = 0; block < band.Blocks; block++)
            {
                float* beyond = band.Plane(0, block) + (_conv1.Width * Lanes);
                for (int i = 0; i < rows; i++, beyond += band.RowStride)
                {
                    new Span<float>(beyond, (band.Width - _conv1.Width) * Lanes).Clear();
                }

                new Span<float>(
                    band.Plane(0, block) + (rows * band.RowStride),
                    (M - rows) * (int)band.RowStride
                ).Clear();
            }
        }

        // For two blocks of output channels: the products at every point, then the outputs.
        private void MultiplyAndTransform(
            int block,
            int column,
            int tiles,
            float* points,
            float* products,
            Activation band
        )
        {
            int blocks = Math.Min(SliceBlocks, _conv1.Blocks - block);
            int inputs = StemWinogradLayout.Inputs(_channels);
            nint inputPoint = StemWinogradLayout.InputPoint(tiles);
            nint productPoint = StemWinogradLayout.ProductPoint(tiles);
            nint productBlock = tiles * Lanes;
            nint weightsPoint = inputs * Lanes;
            nint weightsBlock = Points * weightsPoint;

            TileFamily family = TileFamily.For(_vectors, planar: false, stride: 1, oneBlock: blocks == 1);
            for (int point = 0; point < Points; point++)
            {
                for (int channel = 0; channel < blocks * Lanes; channel += family.Channels)
                {
                    int lane = channel % Lanes;
                    int tileBlock = channel / Lanes;
                    Tile tile = new()
                    {
                        Input = points + (point * inputPoint),
                        Blocks = 1,
                        Rows = 1,
                        RunLength = inputs,
                        Weights = _weights + ((block + tileBlock) * weightsBlock) + (point * weightsPoint) + lane,
                        WeightsBlock = weightsBlock,
                        Start = _zeros,
                        Output = products + (point * productPoint) + (tileBlock * productBlock) + lane,
                        OutputBlock = productBlock,
                        Floor = float.NegativeInfinity,
                    };
                    tile.FetchAhead(tile.Weights + weightsPoint, family.Tiles(tiles));
                    family.RunRow(ref tile, tiles, Lanes);
                }
            }

            for (int i = 0; i < blocks; i++)
            {
                float* bias = _bias + ((block + i) * Lanes);
                float* target = band.Plane(0, block + i) + (column * Lanes);
                _transforms.Output(
                    M,
                    M,
                    tiles,
                    products + (i * productBlock),
                    productPoint,
                    bias,
                    null,
                    0,
                    0,
                    target,
                    band.RowStride,
                    0
                );
            }
        }

        // Rows of phases from that of an output's first tap on, with zeros where the image has no pixels and in lanes
        // without a channel.
        private void GatherPhases(int image, int row, int column, int pixels, float* phases)
        {
            int left = (2 * column) - Border;
            for (int i = 0; i < Patch; i++, phases += pixels * Lanes)
            {
                int top = (2 * (row + i)) - Border;
                for (int channel = 0; channel < _channels; channel++)
                {
                    float* plane = _images + (((long)image * _channels) + channel) * _height * _width;
                    GatherRows(
                        Row(plane, top),
                        Row(plane, top + 1),
                        left,
                        pixels,
                        phases + (StemWinogradLayout.Phases * channel)
                    );
                }

                for (int lane = StemWinogradLayout.Inputs(_channels); lane < Lanes; lane += StemWinogradLayout.Phases)
                {
                    for (int pixel = 0; pixel < pixels; pixel++)
                    {
                        Vector128<float>.Zero.Store(phases + (pixel * Lanes) + lane);
                    }
                }
            }
        }

        private float* Row(float* plane, int row) => row >= 0 && row < _height ? plane + ((long)row * _width) : null;

        // Two rows of a channel, or zeros for those that the image does not have: four pixels of the image go to four
        // lanes side by side.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void GatherRows(float* upper, float* lower, int left, int pixels, float* target)
        {
            // Pairs of columns that lie in the image whole.
            int from = Math.Min(pixels, Math.Max(0, (1 - left) / 2));
            int to = Math.Max(from, Math.Min(pixels, (_width - left) / 2));
            for (int i = 0; i < from; i++)
            {
                GatherEdge(upper, lower, left + (2 * i), target + (i * Lanes));
            }

            nint upperStep = upper == null ? 0 : 2;
            nint lowerStep = lower == null ? 0 : 2;
            float* a = upper == null ? _zeros : upper + left + (2 * from);
            float* b = lower == null ? _zeros : lower + left + (2 * from);
            float* pixel = target + (from * Lanes);
            for (int i = from; i < to; i++, a += upperStep, b += lowerStep, pixel += Lanes)
            {
                // A double is 64 bits to copy: vectors of 64 bits would go through the stack.
                Vector128.Create(*(double*)a, *(double*)b).Store((double*)pixel);
            }

            for (int i = to; i < pixels; i++)
            {
                GatherEdge(upper, lower, left + (2 * i), target + (i * Lanes));
            }
        }

        private void GatherEdge(float* upper, float* lower, int column, float* target)
        {
            for (int i = 0; i < 2; i++, column++)
            {
                bool inside = column >= 0 && column < _width;
                target[i] = inside && upper != null ? upper[column] : 0;
                target[i + 2] = inside && lower != null ? lower[column] : 0;
            }
        }
    }
}
