using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime;

/// <summary>
/// One direct convolution as passes: a slice of output channels over a band of lines and a chunk of input channels. A
/// line is a row of the map, or where rows lie side by side, a register tile of its pixels.
/// </summary>
internal readonly unsafe struct DirectPasses
{
    private const int Lanes = BlockedLayout.Lanes;

    // Input blocks of a chunk: 128 channels, whose weights for 16 outputs take 8 KiB, a quarter of a small first-level
    // cache. With 512 bits, chunks of 128 to 512 channels were measured to be alike.
    private const int Chunk = 8;
    private const int WideChunk = 16;

    private readonly Activation _x;
    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly int _kernel;
    private readonly int _stride;
    private readonly int _groups;
    private readonly bool _relu;
    private readonly float* _bias;
    private readonly float* _weights;
    private readonly float* _scratch;
    private readonly int _inputBlocks;
    private readonly nint _weightsBlock;
    private readonly int _sliceBlocks;
    private readonly TileFamily _wide;
    private readonly TileFamily _narrow;

    // All pixels are one row, for which the output may be on the side.
    private readonly bool _flat;
    private readonly bool _aside;

    // Pixels of a line.
    private readonly int _linePixels;

    public DirectPasses(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int kernel,
        int stride,
        int groups,
        Activation residual,
        bool relu
    )
    {
        _x = x;
        _y = y;
        _residual = residual;
        _kernel = kernel;
        _stride = stride;
        _groups = groups;
        _relu = relu;
        _bias = w.Weights(weights);
        _weights = _bias + PackedLayout.Bias(y.Channels);
        _scratch = w.Scratch;
        _inputBlocks = PackedLayout.InputBlocks(x.Channels, y.Channels, groups);
        _weightsBlock = _inputBlocks * kernel * kernel * Lanes * Lanes;
        bool pairs = w.Width == VectorWidth.Vector512 && (groups == 1 || y.Channels / groups % (2 * Lanes) == 0);
        _sliceBlocks = pairs ? 2 : 1;
        Slices = DirectBlocking.Parts(y.Blocks, _sliceBlocks);

        TileFamily dense = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: !pairs);
        _linePixels = dense.Pixels;
        _aside =
            residual.Halo == 0
            && DirectLayout.MayWriteAside(kernel, stride, y.Height, y.Width, x.Halo, y.Halo)
            && dense.Tiles(Pixels) < y.Height * dense.Tiles(y.Width);
        Gathers = residual.Halo == 0 && DirectLayout.MayGather(kernel, stride, groups, y.Halo);
        _flat = Gathers || _aside || (kernel == 1 && stride == 1 && x.Halo == 0 && y.Halo == 0 && residual.Halo == 0);
        Cut = CutFor(w, dense);
        if (Gathers && Cut.WeightsOuter)
        {
            // Units of the same weights would gather the same inputs again for each slice.
            Gathers = _flat = false;
            Cut = CutFor(w, dense);
        }

        Debug.Assert(
            dense.Pixels <= DirectLayout.LargestTile && Cut.Slices * _sliceBlocks <= DirectLayout.GroupBlocks,
            "The scratch memory is for these."
        );
        int tileStride = Gathers ? 1 : stride;
        _wide = TileFamily.For(w.Width, planar: false, tileStride, oneBlock: !pairs);
        _narrow = TileFamily.For(w.Width, planar: false, tileStride, oneBlock: true);
    }

    /// <summary>Slices of output channels: one block or two.</summary>
    public int Slices { get; }

    public DirectBlocking Cut { get; }

    /// <summary>Whether <see cref="Gather"/> comes before the passes over a band.</summary>
    public bool Gathers { get; }

    private int Pixels => _y.Height * _y.Width;

    private DirectBlocking CutFor(in Worker w, in TileFamily dense)
    {
        int chunk =
            _kernel > 1 || _groups > 1
                ? _inputBlocks
                : Math.Min(_inputBlocks, w.Width == VectorWidth.Vector512 ? WideChunk : Chunk);
        int lines = _flat ? dense.Tiles(Pixels) : _y.Height;

        // A strided 1x1 kernel reads every second pixel of every second row.
        nint lineFloats =
            _flat ? dense.Pixels * Lanes
            : _kernel < _stride ? _y.Width * Lanes
            : _x.RowStride * _stride;
        int gathered = DirectLayout.GatheredPixels(_inputBlocks, Pixels);
        int mostLines = Gathers && gathered < Pixels ? Math.Max(1, gathered / dense.Pixels) : lines;
        return DirectBlocking.For(
            _inputBlocks,
            chunk,
            lines,
            lineFloats * sizeof(float),
            mostLines,
            Slices,
            _sliceBlocks,
            _sliceBlocks * _weightsBlock * sizeof(float),
            w.ImageCount,
            w.Count
        );
    }

    /// <summary>Copies every second pixel of a band's rows side by side.</summary>
    /// <param name="band">The band, of all images'.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(int band)
    {
        (int image, int first, int end) = PixelsOf(band);
        float* target = _scratch;
        for (int block = 0; block < _inputBlocks; block++)
        {
            float* plane = _x.Plane(image, block);
            (int row, int column) = Math.DivRem(first, _y.Width);
            for (int pixel = first; pixel < end; row++, column = 0)
            {
                int count = Math.Min(_y.Width - column, end - pixel);
                float* source = plane + (row * 2 * _x.RowStride) + (column * 2 * Lanes);
                for (int i = 0; i < count; i++, source += 2 * Lanes, target += Lanes)
                {
                    *(Line*)target = *(Line*)source;
                }

                pixel += count;
            }
        }
    }

    /// <summary>Computes slices of output channels on a band.</summary>
    /// <param name="band">The band, of all images'.</param>
    /// <param name="firstSlice">The first slice.</param>
    /// <param name="endSlice">Behind the last one.</param>
    public void Run(int band, int firstSlice, int endSlice)
    {
        (int image, int first, int end) = _flat ? PixelsOf(band) : RowsOf(band);
        int firstBlock = firstSlice * _sliceBlocks;
        for (int chunk = 0; chunk < _inputBlocks; chunk += Cut.Chunk)
        {
            int blocks = Math.Min(Cut.Chunk, _inputBlocks - chunk);
            bool ends = chunk + blocks == _inputBlocks;
            float* nextChunk = ends
                ? WeightsOf(endSlice < Slices ? endSlice * _sliceBlocks : 0, 0)
                : WeightsOf(firstBlock, chunk + blocks);
            for (int slice = firstSlice; slice < endSlice; slice++)
            {
                int block = slice * _sliceBlocks;
                int firstInput =
                    PackedLayout.FirstInputBlock(block, _x.Channels, _y.Channels, _groups, _inputBlocks) + chunk;
                Tile tile = new()
                {
                    Blocks = blocks,
                    Rows = _kernel,
                    RunLength = _kernel * Lanes,
                    Weights = WeightsOf(block, chunk),
                    WeightsBlock = _weightsBlock,
                    Output = _aside ? Side(block - firstBlock) : _y.Plane(image, block),
                    OutputBlock = _aside ? Pixels * Lanes : _y.PlaneStride,
                    Residual = ends && !_residual.IsNone ? _residual.Plane(image, block) : null,
                    ResidualBlock = _residual.PlaneStride,
                    Floor = ends && _relu ? 0 : float.NegativeInfinity,
                };
                if (Gathers)
                {
                    tile.InputBlock = (end - first) * Lanes;
                    tile.Input = _scratch + (chunk * tile.InputBlock) - (first * Lanes);
                }
                else
                {
                    tile.InputBlock = _x.PlaneStride;
                    tile.InputRow = _x.RowStride;
                    tile.Input = _x.Plane(image, firstInput) - (_kernel / 2 * (_x.RowStride + Lanes));
                }

                if (chunk == 0)
                {
                    tile.Start = _bias + (block * Lanes);
                    tile.StartBlock = Lanes;
                }
                else
                {
                    // What the chunks before have summed.
                    tile.Start = tile.Output;
                    tile.StartPixel = Lanes;
                    tile.StartBlock = tile.OutputBlock;
                }

                float* next = slice + 1 < endSlice ? WeightsOf(block + _sliceBlocks, chunk) : nextChunk;
                RunRows(tile, block + _sliceBlocks > _y.Blocks ? _narrow : _wide, next, first, end, sums: chunk > 0);
            }
        }

        if (_aside)
        {
            CopyAside(image, first, end, firstBlock, Math.Min(_y.Blocks, endSlice * _sliceBlocks));
        }
    }

    // One row of the pixels from first to end, or the rows from first to end.
    private void RunRows(Tile pass, in TileFamily family, float* next, int first, int end, bool sums)
    {
        int rows = _flat ? 1 : end - first;
        int width = _flat ? end - first : _y.Width;
        int step = Gathers ? Lanes : _stride * Lanes;
        nint input = _flat ? first * Lanes : first * _stride * _x.RowStride;
        nint output = _flat ? first * Lanes : first * _y.RowStride;
        nint residual = _flat ? first * Lanes : first * _residual.RowStride;
        int tiles = family.Tiles(width);
        for (int row = 0; row < rows; row++)
        {
            for (int lane = 0; lane < Math.Max(Lanes, family.Channels); lane += family.Channels)
            {
                Tile tile = pass;
                tile.Input += input;
                tile.Weights += lane;
                tile.Start += (sums ? output : 0) + lane;
                tile.Output += output + lane;
                if (pass.Residual != null)
                {
                    tile.Residual += residual + lane;
                }

                tile.FetchAhead(next + lane, rows * tiles, row * tiles);
                family.RunRow(ref tile, width, step);
            }

            input += _stride * _x.RowStride;
            output += _y.RowStride;
            residual += _residual.RowStride;
        }
    }

    // From the side to rows with gaps.
    private void CopyAside(int image, int first, int end, int firstBlock, int endBlock)
    {
        for (int block = firstBlock; block < endBlock; block++)
        {
            float* side = Side(block - firstBlock);
            (int row, int column) = Math.DivRem(first, _y.Width);
            for (int pixel = first; pixel < end; row++, column = 0)
            {
                int count = Math.Min(_y.Width - column, end - pixel);
                float* target = _y.Plane(image, block) + (row * _y.RowStride) + (column * Lanes);
                new ReadOnlySpan<float>(side + (pixel * Lanes), count * Lanes).CopyTo(
                    new Span<float>(target, count * Lanes)
                );
                pixel += count;
            }
        }
    }

    private float* Side(int block) => _scratch + (block * Pixels * Lanes);

    private float* WeightsOf(int block, int chunk) => _weights + (block * _weightsBlock) + (chunk * Lanes * Lanes);

    private (int Image, int First, int End) RowsOf(int band)
    {
        (int image, int place) = Math.DivRem(band, Cut.Bands);
        (int first, int end) = WorkShares.Part(place, Cut.Bands, _y.Height);
        return (image, first, end);
    }

    private (int Image, int First, int End) PixelsOf(int band)
    {
        (int image, int place) = Math.DivRem(band, Cut.Bands);
        (int first, int end) = WorkShares.Part(place, Cut.Bands, DirectBlocking.Parts(Pixels, _linePixels));
        return (image, first * _linePixels, Math.Min(Pixels, end * _linePixels));
    }

    // A block of channels of one pixel.
    [InlineArray(Lanes)]
    private struct Line
    {
        private float _first;
    }
}
