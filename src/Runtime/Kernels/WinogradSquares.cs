using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>The squares of one layer's Winograd convolution, over all images, and the transforms round their products.</summary>
internal readonly unsafe struct WinogradSquares
{
    private const int Lanes = BlockedLayout.Lanes;

    // A square is transformed in the quarter of the time that memory takes to answer.
    private const int TilesAhead = 4;

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
        _fetches = Sse.IsSupported && w.ImageCount * y.Blocks * y.PlaneStride * sizeof(float) > CachedBytes;
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

    /// <summary>Writes a block of outputs of <paramref name="count"/> squares from <paramref name="first"/> on.</summary>
    public void TransformOutputs(int block, int first, int count, float* products)
    {
        nint pointStride = count * Lanes;
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
            if (_fetches)
            {
                FetchOutputs(target + (TilesAhead * M * Lanes));
            }

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

    /// <summary>The channels of a block at one place: copied as vectors.</summary>
    [InlineArray(Lanes)]
    private struct Pixel
    {
        private float _first;
    }
}
