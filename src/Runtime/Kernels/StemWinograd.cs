using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// A 7x7 stem with stride 2, from the caller's images to blocks, with ReLU, by Winograd's minimal filtering. A pixel of phases holds two rows times two
/// columns of each channel side by side; over these the kernel has 4x4 taps and stride 1, and squares of 4x4 outputs take 7x7 products for each input
/// and output instead of 16 x 16.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class StemWinograd
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int M = StemWinogradLayout.Outputs;
    private const int Patch = StemWinogradLayout.Patch;
    private const int Points = StemWinogradLayout.Points;
    private const int SliceBlocks = StemWinogradLayout.SliceBlocks;

    // Zeros round the image, of a 7x7 kernel.
    private const int Border = 3;

    /// <summary>Writes <c>y = max(0, conv(x) + bias)</c>, where x are the caller's images.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="channels">Planes of an image.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="weights">Offset of the bias, with the transformed weights packed behind it.</param>
    /// <param name="y">Output.</param>
    public static void ConvolveImagesWinograd(this in Worker w, int channels, int height, int width, long weights, Activation y)
    {
        Squares squares = new(w, channels, height, width, weights, y);
        int tiles = w.ImageCount * squares.PerImage;
        int most = StemWinogradLayout.TileBlock((long)squares.PerImage * w.Batch);
        int blocks = (tiles + most - 1) / most;
        blocks = Math.Min((blocks + w.Count - 1) / w.Count * w.Count, tiles);
        float* phases = w.Scratch;
        Units units = w.Divide(blocks);
        while (units.TryTake(out int block))
        {
            int first = (int)((long)tiles * block / blocks);
            int count = (int)((long)tiles * (block + 1) / blocks) - first;
            float* points = phases + StemWinogradLayout.PhaseRows(count);
            squares.TransformInputs(first, count, phases, points);
            for (int outputBlock = 0; outputBlock < y.Blocks; outputBlock += SliceBlocks)
            {
                squares.MultiplyAndTransform(outputBlock, first, count, points, points + StemWinogradLayout.TransformedInputs(count));
            }
        }

        w.Done();
    }

    /// <summary>The squares of outputs of the stem, over all images, and what is done with them.</summary>
    private readonly struct Squares
    {
        private readonly VectorWidth _vectors;
        private readonly float* _images;
        private readonly int _channels;
        private readonly int _height;
        private readonly int _width;
        private readonly Activation _y;
        private readonly float* _bias;
        private readonly float* _weights;
        private readonly float* _zeros;
        private readonly int _across;

        public Squares(in Worker w, int channels, int height, int width, long weights, Activation y)
        {
            _vectors = w.Width;
            _images = w.Images;
            _channels = channels;
            _height = height;
            _width = width;
            _y = y;
            _bias = w.Weights(weights);
            _weights = _bias + PackedLayout.Bias(y.Channels);
            _zeros = w.Zeros;
            _across = StemWinogradLayout.Across(y.Width);
        }

        public int PerImage => StemWinogradLayout.Tiles(_y.Height, _y.Width);

        /// <summary>From the caller's images to the points, for squares of any rows and images.</summary>
        public void TransformInputs(int first, int count, float* phases, float* points)
        {
            for (int done = 0; done < count;)
            {
                (int image, int row, int column) = Locate(first + done);
                int sideBySide = Math.Min(count - done, _across - (column / M));
                int phaseRow = StemWinogradLayout.PhaseRow(sideBySide);
                GatherPhases(image, row, column, phaseRow / Lanes, phases);
                for (int tile = 0; tile < sideBySide; tile++)
                {
                    WinogradTransforms.StemInput(
                        _vectors, phases + (tile * M * Lanes), phaseRow, points + ((done + tile) * Lanes), (nint)count * Lanes);
                }

                done += sideBySide;
            }
        }

        /// <summary>For two blocks of output channels: the products at every point, then the outputs.</summary>
        public void MultiplyAndTransform(int block, int firstTile, int tiles, float* points, float* products)
        {
            int blocks = Math.Min(SliceBlocks, _y.Blocks - block);
            int inputs = StemWinogradLayout.Inputs(_channels);
            nint productBlock = tiles * Lanes;
            nint weightsPoint = inputs * Lanes;
            nint weightsBlock = Points * weightsPoint;

            TileFamily family = TileFamily.For(_vectors, TileInput.Blocked, oneBlock: blocks == 1);
            for (int point = 0; point < Points; point++)
            {
                for (int channel = 0; channel < blocks * Lanes; channel += family.Channels)
                {
                    int lane = channel % Lanes;
                    int tileBlock = channel / Lanes;
                    Tile tile = new()
                    {
                        Input = points + (point * productBlock),
                        Blocks = 1,
                        Rows = 1,
                        RunLength = inputs,
                        Weights = _weights + ((block + tileBlock) * weightsBlock) + (point * weightsPoint) + lane,
                        WeightsBlock = weightsBlock,
                        Start = _zeros,
                        Output = products + (((point * SliceBlocks) + tileBlock) * productBlock) + lane,
                        OutputBlock = productBlock,
                        Floor = float.NegativeInfinity,
                    };
                    tile.FetchAhead(tile.Weights + weightsPoint, family.Tiles(tiles));
                    family.RunRow(ref tile, tiles, Lanes);
                }
            }

            for (int i = 0; i < blocks; i++)
            {
                for (int tile = 0; tile < tiles; tile++)
                {
                    TransformOutput(firstTile + tile, block + i, products + (i * productBlock) + (tile * Lanes), SliceBlocks * productBlock);
                }
            }
        }

        private void TransformOutput(int tile, int block, float* products, nint pointStride)
        {
            (int image, int row, int column) = Locate(tile);
            float* bias = _bias + (block * Lanes);
            float* target = _y.Plane(image, block) + (row * _y.RowStride) + (column * Lanes);
            int rows = Math.Min(M, _y.Height - row);
            int columns = Math.Min(M, _y.Width - column);
            if (rows == M && columns == M)
            {
                WinogradTransforms.StemOutput(_vectors, products, pointStride, bias, floor: 0, target, _y.RowStride);
                return;
            }

            float* patch = stackalloc float[M * M * Lanes];
            WinogradTransforms.StemOutput(_vectors, products, pointStride, bias, floor: 0, patch, M * Lanes);
            for (int i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(patch + (i * M * Lanes), columns * Lanes).CopyTo(new Span<float>(target + (i * _y.RowStride), columns * Lanes));
            }
        }

        // Rows of phases from that of an output's first tap on, with zeros where the image has no pixels and in lanes without a channel.
        private void GatherPhases(int image, int row, int column, int pixels, float* phases)
        {
            int left = (2 * column) - Border;
            for (int i = 0; i < Patch; i++, phases += pixels * Lanes)
            {
                int top = (2 * (row + i)) - Border;
                for (int channel = 0; channel < _channels; channel++)
                {
                    float* plane = _images + (((long)image * _channels) + channel) * _height * _width;
                    GatherRows(Row(plane, top), Row(plane, top + 1), left, pixels, phases + (StemWinogradLayout.Phases * channel));
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

        // Two rows of a channel, or zeros for those that the image does not have: four pixels of the image go to four lanes side by side.
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

        private (int Image, int Row, int Column) Locate(int tile)
        {
            (int image, int inImage) = Math.DivRem(tile, PerImage);
            (int row, int column) = Math.DivRem(inImage, _across);
            return (image, row * M, column * M);
        }
    }
}
