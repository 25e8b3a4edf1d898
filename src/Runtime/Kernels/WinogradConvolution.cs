using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>
/// 3x3 convolution by Winograd's minimal filtering (Lavin and Gray 2015): squares of m x m outputs from (m + 2) x (m + 2) products for each pair of
/// channels, or with stride 2 from (2m + 1) x (2m + 1), instead of 9 m x m. Squares that hang over the map's edge go through a patch on the side.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class WinogradConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Writes <c>y = max(floor, conv(x) + bias + residual)</c>.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="x">Input; its halo is at least 1.</param>
    /// <param name="weights">Offset of the bias, with the transformed weights packed behind it.</param>
    /// <param name="y">Output, as large as the input, or with stride 2 half as large.</param>
    /// <param name="m">Rows and columns of a square of outputs: 2 or, with stride 1, 4.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public static void ConvolveWinograd(
        this in Worker w, Activation x, long weights, Activation y, int m, int stride = 1, Activation residual = default, bool relu = false)
    {
        Squares squares = new(m, stride, x, y, residual, w, weights, relu);
        if (WinogradLayout.TransformsAllFirst(m, stride, x.Channels, y.Channels, (long)squares.PerImage * w.Batch))
        {
            RunAllFirst(w, squares);
        }
        else
        {
            RunByBlocks(w, squares);
        }

        w.Done();
    }

    // Each worker transforms all inputs for itself, then takes output channels, whose weights pass by once. To share the transformed inputs would move
    // more between cores than the inputs are, in pieces that no prefetcher sees, and need a barrier.
    private static void RunAllFirst(in Worker w, in Squares squares)
    {
        int tiles = w.ImageCount * squares.PerImage;
        float* points = w.Scratch;
        float* products = squares.TransformInputs(0, tiles, points);
        Units slices = w.Divide(squares.Slices);
        while (slices.TryTake(out int slice))
        {
            squares.MultiplyAndTransform(slice, 0, tiles, points, products);
        }
    }

    // Each worker takes blocks of tiles from input to output: what is transformed stays in its cache.
    private static void RunByBlocks(in Worker w, in Squares squares)
    {
        int tiles = w.ImageCount * squares.PerImage;
        int blocks = (tiles + squares.TileBlock - 1) / squares.TileBlock;
        blocks = Math.Min((blocks + w.Count - 1) / w.Count * w.Count, tiles);
        float* points = w.Scratch;
        Units units = w.Divide(blocks);
        while (units.TryTake(out int block))
        {
            int from = (int)((long)tiles * block / blocks);
            int count = (int)((long)tiles * (block + 1) / blocks) - from;
            float* products = squares.TransformInputs(from, count, points);
            for (int slice = 0; slice < squares.Slices; slice++)
            {
                squares.MultiplyAndTransform(slice, from, count, points, products);
            }
        }
    }

    /// <summary>The squares of one layer, over all images, and what is done with them.</summary>
    private readonly struct Squares
    {
        // A square is transformed in the quarter of the time that memory takes to answer.
        private const int TilesAhead = 4;

        // The largest patch.
        private const int PatchPixels = 6 * 6;

        private readonly VectorWidth _width;
        private readonly Activation _x;
        private readonly Activation _y;
        private readonly Activation _residual;
        private readonly float* _bias;
        private readonly float* _weights;
        private readonly float* _zeros;
        private readonly float _floor;
        private readonly int _across;
        private readonly int _side;

        public Squares(int m, int stride, Activation x, Activation y, Activation residual, in Worker w, long weights, bool relu)
        {
            M = m;
            Stride = stride;
            _side = WinogradLayout.Side(m, stride);
            _width = w.Width;
            _x = x;
            _y = y;
            _residual = residual;
            _bias = w.Weights(weights);
            _weights = _bias + PackedLayout.Bias(y.Channels);
            _zeros = w.Zeros;
            _floor = relu ? 0 : float.NegativeInfinity;
            _across = (y.Width + m - 1) / m;
        }

        public int M { get; }

        public int Stride { get; }

        public int PerImage => WinogradLayout.Tiles(M, _y.Height, _y.Width);

        public int InputBlocks => _x.Blocks;

        public int Slices => (_y.Blocks + WinogradLayout.SliceBlocks - 1) / WinogradLayout.SliceBlocks;

        public int TileBlock => WinogradLayout.TileBlock(M, Stride, _x.Channels);

        private int Points => WinogradLayout.Points(M, Stride);

        /// <summary>Transforms the inputs of <paramref name="count"/> squares from <paramref name="first"/> on; gives the end of their points.</summary>
        public float* TransformInputs(int first, int count, float* points)
        {
            for (int block = 0; block < InputBlocks; block++, points += Points * count * Lanes)
            {
                TransformInputs(block, first, count, points);
            }

            return points;
        }

        /// <summary>For two blocks of output channels: the products at every point, then the outputs.</summary>
        public void MultiplyAndTransform(int slice, int firstTile, int tiles, float* points, float* products)
        {
            int block = slice * WinogradLayout.SliceBlocks;
            int blocks = Math.Min(WinogradLayout.SliceBlocks, _y.Blocks - block);
            nint pointStride = tiles * Lanes;
            nint productBlock = Points * pointStride;
            int weightPoints = WinogradLayout.WeightPoints(M);
            nint weightsPoint = InputBlocks * Lanes * Lanes;
            nint weightsBlock = weightPoints * weightsPoint;

            TileFamily family = TileFamily.For(_width, TileInput.Blocked, oneBlock: blocks == 1);
            Tile tile = new()
            {
                InputBlock = productBlock,
                Blocks = InputBlocks,
                Rows = 1,
                RunLength = Lanes,
                WeightsBlock = weightsBlock,
                Start = _zeros,
                OutputBlock = productBlock,
                Floor = float.NegativeInfinity,
            };
            float* weights = _weights + (block * weightsBlock);
            float* pointProducts = products;
            for (int weightPoint = 0; weightPoint < weightPoints; weightPoint++)
            {
                int pixels = WinogradLayout.PointsOf(M, Stride, weightPoint) * tiles;
                nint next = weightPoint + 1 < weightPoints ? weightsPoint : (WinogradLayout.SliceBlocks * weightsBlock) - (weightPoint * weightsPoint);
                for (int channel = 0; channel < blocks * Lanes; channel += family.Channels)
                {
                    int lane = channel % Lanes;
                    int tileBlock = channel / Lanes;
                    tile.Input = points;
                    tile.Weights = weights + (tileBlock * weightsBlock) + lane;
                    tile.Output = pointProducts + (tileBlock * productBlock) + lane;
                    tile.FetchAhead(tile.Weights + next, family.Tiles(pixels));
                    family.RunRow(ref tile, pixels, Lanes);
                }

                points += pixels * Lanes;
                pointProducts += pixels * Lanes;
                weights += weightsPoint;
            }

            for (int i = 0; i < blocks; i++)
            {
                TransformOutputs(block + i, firstTile, tiles, products + (i * productBlock), pointStride);
            }
        }

        private void TransformInputs(int block, int first, int count, float* points)
        {
            nint pointStride = count * Lanes;
            (int image, int row, int column) = Locate(first);
            int step = M * Stride;
            row *= Stride;
            column *= Stride;
            Pixel* patch = stackalloc Pixel[PatchPixels];
            for (int i = 0; i < count; i++, points += Lanes)
            {
                float* source = _x.Plane(image, block) + ((row - 1) * _x.RowStride) + ((column - 1) * Lanes);

                // One row and column of halo can be read on either side; beyond that a patch has zeros.
                int rows = _x.Height + 2 - row;
                int columns = _x.Width + 2 - column;
                if (rows >= _side && columns >= _side)
                {
                    WinogradTransforms.Input(_width, M, Stride, source, _x.RowStride, points, pointStride);
                }
                else
                {
                    FillPatch((Pixel*)source, _x.RowStride / Lanes, patch, _side, rows, columns);
                    WinogradTransforms.Input(_width, M, Stride, (float*)patch, _side * Lanes, points, pointStride);
                }

                column += step;
                if (column >= Stride * _y.Width)
                {
                    column = 0;
                    row += step;
                    if (row >= Stride * _y.Height)
                    {
                        row = 0;
                        image++;
                    }
                }
            }
        }

        private void TransformOutputs(int block, int first, int count, float* products, nint pointStride)
        {
            float* bias = _bias + (block * Lanes);
            (int image, int row, int column) = Locate(first);
            Pixel* patch = stackalloc Pixel[PatchPixels];
            Pixel* residualPatch = stackalloc Pixel[PatchPixels];
            for (int i = 0; i < count; i++, products += Lanes)
            {
                float* target = _y.Plane(image, block) + (row * _y.RowStride) + (column * Lanes);
                float* residual = _residual.IsNone ? null : _residual.Plane(image, block) + (row * _residual.RowStride) + (column * Lanes);
                int rows = Math.Min(M, _y.Height - row);
                int columns = Math.Min(M, _y.Width - column);
                FetchOutputs(target + (TilesAhead * M * Lanes));
                if (rows == M && columns == M)
                {
                    WinogradTransforms.Output(_width, M, Stride, products, pointStride, bias, residual, _residual.RowStride, _floor, target, _y.RowStride);
                }
                else
                {
                    if (residual != null)
                    {
                        FillPatch((Pixel*)residual, _residual.RowStride / Lanes, residualPatch, M, rows, columns);
                        residual = (float*)residualPatch;
                    }

                    WinogradTransforms.Output(_width, M, Stride, products, pointStride, bias, residual, M * Lanes, _floor, (float*)patch, M * Lanes);
                    CopyPatch(patch, M, (Pixel*)target, _y.RowStride / Lanes, rows, columns);
                }

                column += M;
                if (column >= _y.Width)
                {
                    column = 0;
                    row += M;
                    if (row >= _y.Height)
                    {
                        row = 0;
                        image++;
                    }
                }
            }
        }

        // Lines that are written for the first time in a run come from memory, or from another core.
        private void FetchOutputs(float* target)
        {
            if (!Sse.IsSupported)
            {
                return;
            }

            for (int row = 0; row < M; row++, target += _y.RowStride)
            {
                for (int column = 0; column < M; column++)
                {
                    Sse.Prefetch0(target + (column * Lanes));
                }
            }
        }

        private (int Image, int Row, int Column) Locate(int tile)
        {
            (int image, int inImage) = Math.DivRem(tile, PerImage);
            (int row, int column) = Math.DivRem(inImage, _across);
            return (image, row * M, column * M);
        }

        // A square of pixels, zero where the map has none.
        private static void FillPatch(Pixel* source, nint sourceRow, Pixel* patch, int side, int rows, int columns)
        {
            for (int row = 0; row < side; row++, source += sourceRow, patch += side)
            {
                for (int column = 0; column < side; column++)
                {
                    patch[column] = row < rows && column < columns ? source[column] : default;
                }
            }
        }

        private static void CopyPatch(Pixel* patch, int side, Pixel* target, nint targetRow, int rows, int columns)
        {
            for (int row = 0; row < rows; row++, patch += side, target += targetRow)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[column] = patch[column];
                }
            }
        }
    }

    /// <summary>The channels of a block at one place: copied as vectors.</summary>
    [InlineArray(Lanes)]
    private struct Pixel
    {
        private float _first;
    }
}
