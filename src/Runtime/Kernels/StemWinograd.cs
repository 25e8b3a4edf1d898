using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime;

/// <summary>
/// A 7x7 stem with stride 2, from the caller's images to blocks, with ReLU, by Winograd's minimal filtering. A pixel of phases holds two rows times two
/// columns of each channel side by side; over these the kernel has 4x4 taps and stride 1, and squares of 3x3 outputs take 6x6 products for each input
/// and output instead of 9 x 16.
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
        w.ClearHalo(y);

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
                    // Six points as in F(4x4,3x3): the inputs see no difference.
                    WinogradTransforms.Input(
                        _vectors, m: 4, phases + (tile * M * Lanes), phaseRow, points + ((done + tile) * Lanes), (nint)count * Lanes);
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
                WinogradTransforms.Output3(_vectors, products, pointStride, bias, floor: 0, target, _y.RowStride);
                return;
            }

            float* patch = stackalloc float[M * M * Lanes];
            WinogradTransforms.Output3(_vectors, products, pointStride, bias, floor: 0, patch, M * Lanes);
            for (int i = 0; i < rows; i++)
            {
                new ReadOnlySpan<float>(patch + (i * M * Lanes), columns * Lanes).CopyTo(new Span<float>(target + (i * _y.RowStride), columns * Lanes));
            }
        }

        // Six rows of phases, from that of an output's first tap on, with zeros where the image has no pixels and in lanes without a channel.
        private void GatherPhases(int image, int row, int column, int pixels, float* phases)
        {
            int inputs = StemWinogradLayout.Inputs(_channels);
            int left = (2 * column) - Border;
            float* planes = _images + ((long)image * _channels * _height * _width);
            for (int i = 0; i < Patch; i++, phases += pixels * Lanes)
            {
                for (int input = 0; input < inputs; input += 2)
                {
                    int imageRow = (2 * (row + i)) - Border + ((input / 2) & 1);
                    float* source = imageRow >= 0 && imageRow < _height ? planes + ((((long)(input / 4) * _height) + imageRow) * _width) : null;
                    GatherPairs(source, left, pixels, phases + input);
                }

                for (int lane = inputs; lane < Lanes; lane += 2)
                {
                    GatherPairs(source: null, left, pixels, phases + lane);
                }
            }
        }

        // Pixels side by side in a row of the image go to lanes side by side.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void GatherPairs(float* source, int left, int pixels, float* target)
        {
            // Pairs that lie in the image whole.
            int from = source == null ? pixels : Math.Min(pixels, Math.Max(0, (1 - left) / 2));
            int to = source == null ? pixels : Math.Max(from, Math.Min(pixels, (_width - left) / 2));
            for (int i = 0; i < from; i++)
            {
                GatherEdge(source, left + (2 * i), target + (i * Lanes));
            }

            for (int i = from; i < to; i++)
            {
                Unsafe.WriteUnaligned(target + (i * Lanes), Unsafe.ReadUnaligned<ulong>(source + left + (2 * i)));
            }

            for (int i = to; i < pixels; i++)
            {
                GatherEdge(source, left + (2 * i), target + (i * Lanes));
            }
        }

        private void GatherEdge(float* source, int column, float* target)
        {
            target[0] = source != null && column >= 0 && column < _width ? source[column] : 0;
            target[1] = source != null && column + 1 >= 0 && column + 1 < _width ? source[column + 1] : 0;
        }

        private (int Image, int Row, int Column) Locate(int tile)
        {
            (int image, int inImage) = Math.DivRem(tile, PerImage);
            (int row, int column) = Math.DivRem(inImage, _across);
            return (image, row * M, column * M);
        }
    }
}
