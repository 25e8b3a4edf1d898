using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// One convolution that skips zeros, as passes: a slice of 128 output channels and a chunk of 64 input channels, over a band of rows. How a layer is cut
/// changes no result.
/// </summary>
internal unsafe struct ZeroSkippingPasses
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int SliceBlocks = ZeroSkippingLayout.SliceBlocks;

    private readonly Activation _x;
    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly int _stride;
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

    private readonly delegate*<int, ulong*, in Tile, void> _run;
    private readonly int _tileBlocks;

    private int _copiedBand = -1;

    public ZeroSkippingPasses(in Worker w, Activation x, long weights, Activation y, int stride, Activation residual, bool relu)
    {
        _x = x;
        _y = y;
        _residual = residual;
        _stride = stride;
        _bias = w.Weights(weights);
        _weights = _bias + PackedLayout.Bias(y.Channels);
        _floor = relu ? 0 : float.NegativeInfinity;
        _chunks = x.Channels / ZeroSkippingLayout.ChunkChannels;
        _slices = y.Blocks / SliceBlocks;
        _rows = w.ImageCount * y.Height;

        int bandRows = ZeroSkippingLayout.BandRows(_rows, y.Width);
        int pixels = bandRows * y.Width;
        _bands = DirectBlocking.Parts(_rows, bandRows);
        _inputs = new NonZeroInputs(w.Scratch, x.Channels, pixels);

        // What stays while something else passes, the inputs of a band or its sums, has two fifths of the cache.
        long kept = SecondLevelCache.Bytes * 2 / 5;
        _groupSlices = (long)pixels * x.Channels * sizeof(float) <= kept
            ? 1
            : (int)Math.Clamp(kept / ((long)pixels * SliceBlocks * Lanes * sizeof(float)), 1, _slices);

        // Workers share the rows, as in neighbouring layers; or the weights, where these are more and each worker can have all inputs.
        bool byWeights = _bands == 1 && _slices >= w.Count && y.Channels > pixels;
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
                Copy(chunk, first, end);
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

    private readonly void Copy(int chunk, int first, int end)
    {
        for (int row = first; row < end; row++)
        {
            (int image, int imageRow) = Math.DivRem(row, _y.Height);
            _inputs.Copy(_x, image, imageRow * _stride, _stride, chunk, Place(chunk), (row - first) * _y.Width, _y.Width);
        }
    }

    private readonly int Place(int chunk) => _copiesChunks ? 0 : chunk;

    private readonly void RunSlice(int chunk, int slice, float* next, int first, int end)
    {
        int tileWeights = _tileBlocks * ZeroSkippingLayout.BlockWeights;
        float* weights = WeightsOf(slice, chunk);
        for (int block = 0; block < SliceBlocks; block += _tileBlocks)
        {
            float* ahead = block + _tileBlocks < SliceBlocks ? weights + tileWeights : next;
            RunTiles(chunk, (slice * SliceBlocks) + block, weights, ahead, first, end);
            weights += tileWeights;
        }
    }

    private readonly void RunTiles(int chunk, int block, float* weights, float* ahead, int first, int end)
    {
        bool begins = chunk == 0;
        bool ends = chunk == _chunks - 1;

        // What is multiplied next is fetched evenly over the pixels, in whole lines.
        int pixels = (end - first) * _y.Width;
        int aheadStep = DirectBlocking.Parts(_tileBlocks * ZeroSkippingLayout.BlockWeights / Lanes, pixels) * Lanes;
        for (int row = first; row < end; row++)
        {
            (int image, int imageRow) = Math.DivRem(row, _y.Height);
            int pixel = (row - first) * _y.Width;
            float* output = _y.Plane(image, block) + (imageRow * _y.RowStride);
            Tile tile = new()
            {
                Input = _inputs.Values(Place(chunk), pixel),
                Weights = weights,
                Ahead = ahead + ((nint)pixel * aheadStep),
                AheadStep = aheadStep,
                Start = begins ? _bias + (block * Lanes) : output,
                StartPixel = begins ? 0 : Lanes,
                StartBlock = begins ? Lanes : _y.PlaneStride,
                Residual = ends && !_residual.IsNone ? _residual.Plane(image, block) + (imageRow * _residual.RowStride) : null,
                ResidualBlock = _residual.PlaneStride,
                Output = output,
                OutputBlock = _y.PlaneStride,
                Floor = ends ? _floor : float.NegativeInfinity,
            };
            _run(_y.Width, _inputs.Masks(Place(chunk), pixel), tile);
        }
    }

    private readonly float* WeightsOf(int slice, int chunk) => _weights + ((((nint)slice * _chunks) + chunk) * ZeroSkippingLayout.ChunkWeights);
}
