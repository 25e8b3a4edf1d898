using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// One convolution that skips zeros, as passes: a slice of 128 output channels and a chunk of 64 input channels at one tap, over a band of rows. How a
/// layer is cut changes no result.
/// </summary>
internal unsafe struct ZeroSkippingPasses
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int SliceBlocks = ZeroSkippingLayout.SliceBlocks;

    // Lines that are fetched before a pixel at most.
    private const int MostLinesAhead = 4;

    // Inputs of 64 that one of two pixels has at least, mostly: where half of each are zero, 48.
    private const int PairInputs = 40;

    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly int _kernel;
    private readonly float* _bias;
    private readonly float* _weights;
    private readonly float _floor;
    private readonly int _chunks;
    private readonly int _slices;
    private readonly int _rows;
    private readonly int _bands;

    // Slices that a chunk passes over before the next chunk comes.
    private readonly int _groupSlices;
    private readonly int _groups;

    // Whether the inputs of one chunk are copied at a time, which no group needs again; otherwise those of all, once for a band.
    private readonly bool _copiesChunks;
    private readonly NonZeroInputs _inputs;

    private readonly delegate*<int, int, ulong*, in Tile, void> _run;
    private readonly int _tileBlocks;

    private int _copiedBand = -1;

    public ZeroSkippingPasses(in Worker w, Activation x, long weights, Activation y, int kernel, int stride, Activation residual, bool relu)
    {
        _y = y;
        _residual = residual;
        _kernel = kernel;
        _bias = w.Weights(weights);
        _weights = _bias + PackedLayout.Bias(y.Channels);
        _floor = relu ? 0 : float.NegativeInfinity;
        _chunks = x.Channels / ZeroSkippingLayout.ChunkChannels;
        _slices = y.Blocks / SliceBlocks;
        _rows = w.ImageCount * y.Height;

        int bandRows = ZeroSkippingLayout.BandRows(_rows, y.Width);
        _bands = DirectBlocking.Parts(_rows, bandRows);
        _inputs = new NonZeroInputs(w.Scratch, x, y, w.ImageCount, kernel, stride);

        // What stays while something else passes, the inputs of a band or its sums, has two fifths of the cache.
        long kept = SecondLevelCache.Bytes * 2 / 5;
        long sums = (long)bandRows * y.Width * SliceBlocks * Lanes * sizeof(float);
        _groupSlices = _inputs.Bytes <= kept ? 1 : (int)Math.Clamp(kept / sums, 1, _slices);

        // Workers share the rows, as in neighbouring layers; or the weights, where these are twice as many and each worker can have all inputs.
        bool byWeights = _bands == 1 && _slices >= w.Count && (long)y.Channels * kernel * kernel > 2 * _inputs.Pixels;
        if (byWeights)
        {
            _groupSlices = Math.Min(_groupSlices, _slices / w.Count);
        }
        else
        {
            _bands = Math.Min(_rows, DirectBlocking.Parts(_bands, w.Count) * w.Count);
        }

        _groups = DirectBlocking.Parts(_slices, _groupSlices);
        _copiesChunks = _groups == 1;

        // The hardware tests are constants, so that an ahead-of-time compiler drops the widths it cannot use.
        if (Vector512.IsHardwareAccelerated && w.Width == VectorWidth.Vector512)
        {
            _run = &ZeroSkippingTiles.Skipping512x8;
            _tileBlocks = 8;
        }
        else if (Vector256.IsHardwareAccelerated && w.Width == VectorWidth.Vector256)
        {
            _run = &ZeroSkippingTiles.Skipping256x4;
            _tileBlocks = 4;
        }
        else
        {
            _run = &ZeroSkippingTiles.Skipping128x2;
            _tileBlocks = 2;
        }
    }

    /// <summary>Units of work: a band and a group of slices.</summary>
    public readonly int Units => _bands * _groups;

    /// <summary>Computes one unit.</summary>
    public void Run(int unit)
    {
        (int band, int group) = Math.DivRem(unit, _groups);
        (int first, int end) = WorkShares.Part(band, _bands, _rows);
        int firstSlice = group * _groupSlices;
        int endSlice = Math.Min(_slices, firstSlice + _groupSlices);
        bool copied = band == _copiedBand && !_copiesChunks;
        for (int chunk = 0; chunk < _chunks; chunk++)
        {
            if (!copied)
            {
                _inputs.Copy(chunk, Place(chunk), first, end);
            }

            for (int slice = firstSlice; slice < endSlice; slice++)
            {
                float* next = slice + 1 < endSlice ? WeightsOf(slice + 1, chunk)
                    : chunk + 1 < _chunks ? WeightsOf(firstSlice, chunk + 1)
                    : WeightsOf(endSlice < _slices ? endSlice : 0, 0);
                RunSlice(chunk, slice, next, first, end);
            }
        }

        _copiedBand = band;
    }

    private readonly int Place(int chunk) => _copiesChunks ? 0 : chunk;

    private readonly void RunSlice(int chunk, int slice, float* next, int first, int end)
    {
        float* weights = WeightsOf(slice, chunk);
        int tileWeights = _tileBlocks * ZeroSkippingLayout.BlockWeights;
        int taps = _kernel * _kernel;
        for (int tap = 0; tap < taps; tap++)
        {
            for (int block = 0; block < SliceBlocks; block += _tileBlocks, weights += tileWeights)
            {
                bool last = tap == taps - 1 && block + _tileBlocks == SliceBlocks;
                RunTiles(chunk, tap, (slice * SliceBlocks) + block, weights, last ? next : weights + tileWeights, first, end);
            }
        }
    }

    private readonly void RunTiles(int chunk, int tap, int block, float* weights, float* ahead, int first, int end)
    {
        bool begins = chunk == 0 && tap == 0;
        bool ends = chunk == _chunks - 1 && tap == (_kernel * _kernel) - 1;
        (int tapRow, int tapColumn) = Math.DivRem(tap, _kernel);

        // What is multiplied next is fetched meanwhile: some lines before each pixel where these are few, otherwise evenly with the inputs.
        int rowAhead = _tileBlocks * ZeroSkippingLayout.BlockWeights / (end - first);
        int pixelAhead = DirectBlocking.Parts(rowAhead, _y.Width * Lanes) * Lanes;
        bool few = pixelAhead <= MostLinesAhead * Lanes;
        for (int row = first; row < end; row++)
        {
            (int image, int imageRow) = Math.DivRem(row, _y.Height);
            nint input = _inputs.PixelOf(first, row, tapRow, tapColumn);
            float* output = _y.Plane(image, block) + (imageRow * _y.RowStride);
            Tile tile = new()
            {
                Input = _inputs.Values(Place(chunk), input),
                Weights = weights,
                Ahead = ahead,
                AheadTile = few ? pixelAhead : 0,
                AheadStep = few ? 0 : DirectBlocking.Parts(rowAhead, (_y.Width + 1) / 2 * PairInputs),
                Start = begins ? _bias + (block * Lanes) : output,
                StartPixel = begins ? 0 : Lanes,
                StartBlock = begins ? Lanes : _y.PlaneStride,
                Residual = ends && !_residual.IsNone ? _residual.Plane(image, block) + (imageRow * _residual.RowStride) : null,
                ResidualBlock = _residual.PlaneStride,
                Output = output,
                OutputBlock = _y.PlaneStride,
                Floor = ends ? _floor : float.NegativeInfinity,
            };
            _run(_y.Width, _inputs.Step, _inputs.Masks(Place(chunk), input), tile);
            ahead += few ? _y.Width * pixelAhead : rowAhead;
        }
    }

    private readonly float* WeightsOf(int slice, int chunk) =>
        _weights + ((((nint)slice * _chunks) + chunk) * _kernel * _kernel * ZeroSkippingLayout.TapWeights);
}
