using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime;

/// <summary>The squares of one layer's Winograd convolution, over all images, and the transforms round their products.</summary>
internal readonly unsafe struct WinogradSquares
{
    private const int Lanes = BlockedLayout.Lanes;

    // A square is transformed in the quarter of the time that memory takes to answer.
    private const int SquaresAhead = 4;

    // Of a small network's maps of so many bytes, the lines are still in the cache since the last run; of a large network's, fetching them brings little.
    private const long CachedBytes = 128 << 10;

    // The largest patch.
    private const int PatchPixels = 6 * 6;

    private readonly VectorWidth _width;
    private readonly Activation _x;
    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly float* _bias;
    private readonly float _floor;
    private readonly int _across;
    private readonly int _down;
    private readonly int _side;
    private readonly bool _fetches;

    public WinogradSquares(int m, int stride, Activation x, Activation y, Activation residual, in Worker w, long weights, bool relu)
    {
        M = m;
        Stride = stride;
        _side = WinogradLayout.Side(m, stride);
        _width = w.Width;
        _x = x;
        _y = y;
        _residual = residual;
        _bias = w.Weights(weights);
        Weights = _bias + PackedLayout.Bias(y.Channels);
        _floor = relu ? 0 : float.NegativeInfinity;
        _across = (y.Width + m - 1) / m;
        _down = (y.Height + m - 1) / m;
        _fetches = w.ImageCount * y.Blocks * y.PlaneStride * sizeof(float) > CachedBytes;
    }

    public int M { get; }

    public int Stride { get; }

    public int PerImage => WinogradLayout.Tiles(M, _y.Height, _y.Width);

    public int InputBlocks => _x.Blocks;

    public int OutputBlocks => _y.Blocks;

    /// <summary>Products of a square.</summary>
    public int Points => WinogradLayout.Points(M, Stride);

    /// <summary>The weights, which follow the bias.</summary>
    public float* Weights { get; }

    /// <summary>Transforms the inputs of <paramref name="count"/> squares from <paramref name="first"/> on; gives the end of their points.</summary>
    public float* TransformInputs(int first, int count, float* points)
    {
        for (int block = 0; block < InputBlocks; block++, points += Points * count * Lanes)
        {
            TransformInputs(block, first, count, points);
        }

        return points;
    }

    private void TransformInputs(int block, int first, int count, float* points)
    {
        nint pointStride = count * Lanes;
        (int image, int row, int column) = Locate(first);
        int step = M * Stride;

        // One row and column of halo can be read on either side; beyond that a patch has zeros.
        int whole = _x.Width + 2 < _side ? 0 : ((_x.Width + 2 - _side) / step) + 1;
        Pixel* pixels = stackalloc Pixel[PatchPixels];
        Patch patch = new(pixels, _side);
        while (count > 0)
        {
            float* source = _x.Plane(image, block) + ((nint)((row * step) - 1) * _x.RowStride) + (((column * step) - 1) * Lanes);
            int rows = _x.Height + 2 - (row * step);
            int squares = 1;
            if (rows >= _side && column < whole)
            {
                squares = Math.Min(count, whole - column);
                WinogradTransforms.Input(_width, M, Stride, source, _x.RowStride, squares, points, pointStride);
            }
            else
            {
                float* filled = patch.Fill(source, _x.RowStride, rows, _x.Width + 2 - (column * step));
                WinogradTransforms.Input(_width, M, Stride, filled, _side * Lanes, 1, points, pointStride);
            }

            points += squares * Lanes;
            count -= squares;
            Advance(squares, ref image, ref row, ref column);
        }
    }

    /// <summary>Writes a block of outputs of <paramref name="count"/> squares from <paramref name="first"/> on.</summary>
    public void TransformOutputs(int block, int first, int count, float* products)
    {
        nint pointStride = count * Lanes;
        float* bias = _bias + (block * Lanes);
        (int image, int row, int column) = Locate(first);
        int whole = _y.Width / M;
        nint ahead = _fetches ? SquaresAhead * M * Lanes : 0;
        Pixel* pixels = stackalloc Pixel[2 * PatchPixels];
        Patch patch = new(pixels, M);
        Patch residualPatch = new(pixels + PatchPixels, M);
        while (count > 0)
        {
            float* target = _y.Plane(image, block) + (row * M * _y.RowStride) + (column * M * Lanes);
            float* residual = _residual.IsNone ? null : _residual.Plane(image, block) + (row * M * _residual.RowStride) + (column * M * Lanes);
            int rows = _y.Height - (row * M);
            int squares = 1;
            if (rows >= M && column < whole)
            {
                squares = Math.Min(count, whole - column);
                WinogradTransforms.Output(
                    _width, M, Stride, squares, products, pointStride, bias, residual, _residual.RowStride, _floor, target, _y.RowStride, ahead);
            }
            else
            {
                int columns = _y.Width - (column * M);
                if (residual != null)
                {
                    residual = residualPatch.Fill(residual, _residual.RowStride, rows, columns);
                }

                WinogradTransforms.Output(
                    _width, M, Stride, 1, products, pointStride, bias, residual, M * Lanes, _floor, patch.Floats, M * Lanes, ahead: 0);
                patch.CopyTo(target, _y.RowStride, rows, columns);
            }

            products += squares * Lanes;
            count -= squares;
            Advance(squares, ref image, ref row, ref column);
        }
    }

    // A place among the squares, so many on in the same row, or the first of the next.
    private void Advance(int squares, ref int image, ref int row, ref int column)
    {
        column += squares;
        if (column == _across)
        {
            column = 0;
            if (++row == _down)
            {
                row = 0;
                image++;
            }
        }
    }

    private (int Image, int Row, int Column) Locate(int square)
    {
        (int image, int inImage) = Math.DivRem(square, PerImage);
        (int row, int column) = Math.DivRem(inImage, _across);
        return (image, row, column);
    }

    /// <summary>A square on the side, for one that hangs over the edge of a map.</summary>
    private struct Patch(Pixel* pixels, int side)
    {
        private int _rows = -1;
        private int _columns;

        public readonly float* Floats => (float*)pixels;

        /// <summary>Copies what the map has of the square; the rest is zero.</summary>
        public float* Fill(float* source, nint sourceRow, int rows, int columns)
        {
            rows = Math.Min(rows, side);
            columns = Math.Min(columns, side);
            if (rows != _rows || columns != _columns)
            {
                new Span<Pixel>(pixels, side * side).Clear();
                (_rows, _columns) = (rows, columns);
            }

            Copy((Pixel*)source, sourceRow / Lanes, pixels, side, rows, columns);
            return Floats;
        }

        /// <summary>Copies what the map has of the square to it.</summary>
        public readonly void CopyTo(float* target, nint targetRow, int rows, int columns) =>
            Copy(pixels, side, (Pixel*)target, targetRow / Lanes, Math.Min(rows, side), Math.Min(columns, side));

        private static void Copy(Pixel* source, nint sourceRow, Pixel* target, nint targetRow, int rows, int columns)
        {
            for (int row = 0; row < rows; row++, source += sourceRow, target += targetRow)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[column] = source[column];
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
