using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime;

/// <summary>
/// The squares of one layer's Winograd convolution, over all images, and the transforms round their products.
/// </summary>
internal readonly unsafe struct WinogradSquares
{
    private const int Lanes = BlockedLayout.Lanes;

    // A square is transformed in the quarter of the time that memory takes to answer.
    private const int SquaresAhead = 4;

    // Of a small network's maps of so many bytes, the lines are still in the cache since the last run; of a large
    // network's, fetching them brings little.
    private const long CachedBytes = 128 << 10;

    // The largest patches, of inputs and of outputs.
    private const int InputPixels = 9 * 9;
    private const int OutputPixels = 4 * 4;

    private readonly WinogradTransforms _transforms;
    private readonly Activation _x;
    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly float* _bias;
    private readonly float _floor;
    private readonly int _side;
    private readonly bool _fetches;

    public WinogradSquares(
        int m,
        int stride,
        Activation x,
        Activation y,
        Activation residual,
        in Worker w,
        long weights,
        bool relu,
        bool narrows = true
    )
    {
        M = m;
        Stride = stride;
        _side = WinogradLayout.Side(m, stride);
        _transforms = new WinogradTransforms(w.Width, m, stride, taps: 3);
        _x = x;
        _y = y;
        _residual = residual;
        _bias = w.Weights(weights);
        Weights = _bias + PackedLayout.Bias(y.Channels);
        _floor = relu ? 0 : float.NegativeInfinity;
        Grid = new WinogradGrid(m, y.Height, y.Width, narrows);
        _fetches = w.ImageCount * y.Blocks * y.PlaneStride * sizeof(float) > CachedBytes;
    }

    public int M { get; }

    public int Stride { get; }

    public int InputBlocks => _x.Blocks;

    public int OutputBlocks => _y.Blocks;

    /// <summary>Products of a square.</summary>
    public int Points => WinogradLayout.Points(M, Stride);

    /// <summary>The weights, which follow the bias.</summary>
    public float* Weights { get; }

    /// <summary>How the map is cut into squares.</summary>
    public WinogradGrid Grid { get; }

    /// <summary>
    /// Transforms the inputs of squares from <paramref name="first"/> on; gives the end of their points.
    /// </summary>
    public float* TransformInputs(int first, in WinogradPlaces places, float* points)
    {
        for (int block = 0; block < InputBlocks; block++, points += Points * places.Pitch(Points) * Lanes)
        {
            TransformInputs(block, first, places, points);
        }

        return points;
    }

    private void TransformInputs(int block, int first, WinogradPlaces places, float* points)
    {
        nint pointStride = places.Pitch(Points) * Lanes;
        int step = M * Stride;
        Pixel* pixels = stackalloc Pixel[InputPixels];
        Patch patch = new(pixels, _side);
        WinogradPlaces done = default;
        for (WinogradRow row = new(Grid, first, places.Total); !row.IsEmpty; row.Advance())
        {
            float* source =
                _x.Plane(row.Image, block)
                + ((nint)((row.Down * step) - 1) * _x.RowStride)
                + (((row.Across * step) - 1) * Lanes);
            nint sourceRow = _x.RowStride;
            if (row.HangsOver)
            {
                source = patch.Fill(
                    source,
                    _x.RowStride,
                    _x.Height + 2 - (row.Down * step),
                    _x.Width + 2 - (row.Across * step)
                );
                sourceRow = _side * Lanes;
            }

            float* target = points + (row.TakePlaces(places, ref done) * Lanes);
            _transforms.Input(
                row.RowsOfSquare,
                row.ColumnsOfSquare,
                source,
                sourceRow,
                row.Squares,
                target,
                pointStride
            );
        }
    }

    /// <summary>Writes a block of outputs of squares from <paramref name="first"/> on.</summary>
    public void TransformOutputs(int block, int first, in WinogradPlaces places, float* products)
    {
        nint pointStride = places.Pitch(Points) * Lanes;
        float* bias = _bias + (block * Lanes);
        Pixel* pixels = stackalloc Pixel[2 * OutputPixels];
        Patch patch = new(pixels, M);
        Patch residualPatch = new(pixels + OutputPixels, M);
        WinogradPlaces done = default;
        for (WinogradRow row = new(Grid, first, places.Total); !row.IsEmpty; row.Advance())
        {
            float* y = _y.Plane(row.Image, block) + (row.Down * M * _y.RowStride) + (row.Across * M * Lanes);
            float* residual = _residual.IsNone
                ? null
                : _residual.Plane(row.Image, block) + (row.Down * M * _residual.RowStride) + (row.Across * M * Lanes);
            float* source = products + (row.TakePlaces(places, ref done) * Lanes);
            (int rows, int columns) = (row.RowsOfSquare, row.ColumnsOfSquare);
            if (!row.HangsOver)
            {
                nint ahead = _fetches ? SquaresAhead * M * Lanes : 0;
                _transforms.Output(
                    rows,
                    columns,
                    row.Squares,
                    source,
                    pointStride,
                    bias,
                    residual,
                    _residual.RowStride,
                    _floor,
                    y,
                    _y.RowStride,
                    ahead
                );
                continue;
            }

            (int rowsInside, int columnsInside) = (_y.Height - (row.Down * M), _y.Width - (row.Across * M));
            if (residual != null)
            {
                residual = residualPatch.Fill(residual, _residual.RowStride, rowsInside, columnsInside);
            }

            _transforms.Output(
                rows,
                columns,
                1,
                source,
                pointStride,
                bias,
                residual,
                M * Lanes,
                _floor,
                patch.Floats,
                M * Lanes,
                0
            );
            patch.CopyTo(y, _y.RowStride, rowsInside, columnsInside);
        }
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
