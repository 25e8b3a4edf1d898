namespace ResNetGen.Runtime;

/// <summary>
/// One convolution that skips zeros, as passes: a chunk of 64 input channels at one tap, and the output channels of a
/// tile, over a band of rows. The tiles of a slice of 128 outputs come one after the other.
/// </summary>
internal unsafe struct ZeroSkippingPasses
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int SliceBlocks = ZeroSkippingLayout.SliceBlocks;

    // Lines that are fetched at once before a pixel: more would keep the loads of this pass's weights waiting
    // (measured: 7x7 maps 4 to 10 % slower).
    private const int MostLinesAtOnce = 4;

    private readonly Activation _y;
    private readonly Activation _residual;
    private readonly int _kernel;
    private readonly float* _bias;
    private readonly float* _weights;
    private readonly float _floor;
    private readonly int _chunks;
    private readonly int _slices;
    private readonly int _rows;
    private readonly ZeroSkippingBlocking _cut;
    private readonly NonZeroInputs _inputs;

    private readonly ZeroSkippingTiles _tiles;
    private readonly int _turnsOfPixel;

    private int _copiedBand = -1;

    public ZeroSkippingPasses(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int kernel,
        int stride,
        Activation residual,
        bool relu
    )
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
        _tiles = ZeroSkippingTiles.For(w.Width);
        _turnsOfPixel = ZeroSkippingTiles.TurnsOfPixel(w.Width);
        _inputs = new NonZeroInputs(
            w.Scratch,
            x,
            y,
            w.ImageCount,
            kernel,
            stride,
            ZeroSkippingTiles.ReadLists(w.Width)
        );
        _cut = ZeroSkippingBlocking.For(
            _rows,
            y.Width,
            _inputs.Pixels,
            x.Channels,
            _slices,
            kernel * kernel,
            w.Count,
            SecondLevelCache.Bytes
        );
    }

    /// <summary>Units of work: a band and a group of slices.</summary>
    public readonly int Units => _cut.Bands * _cut.Groups;

    /// <summary>Computes one unit.</summary>
    public void Run(int unit)
    {
        (int band, int group) = Math.DivRem(unit, _cut.Groups);
        (int first, int end) = WorkShares.Part(band, _cut.Bands, _rows);
        int firstSlice = group * _cut.GroupSlices;
        int endSlice = Math.Min(_slices, firstSlice + _cut.GroupSlices);
        for (int chunk = 0; chunk < _chunks; chunk++)
        {
            if (band != _copiedBand)
            {
                _inputs.Copy(chunk, KeptAt(chunk), first, end);
            }

            for (int slice = firstSlice; slice < endSlice; slice++)
            {
                float* next =
                    slice + 1 < endSlice ? WeightsOf(slice + 1, chunk)
                    : chunk + 1 < _chunks ? WeightsOf(firstSlice, chunk + 1)
                    : WeightsOf(endSlice < _slices ? endSlice : 0, 0);
                RunSlice(chunk, slice, next, first, end);
            }
        }

        _copiedBand = band;
    }

    // Where a chunk's inputs are: one place for all, if they are copied chunk by chunk.
    private readonly int KeptAt(int chunk) => _cut.CopiesChunks ? 0 : chunk;

    private readonly void RunSlice(int chunk, int slice, float* next, int first, int end)
    {
        float* weights = WeightsOf(slice, chunk);
        int tileWeights = _tiles.Blocks * ZeroSkippingLayout.BlockWeights;
        int taps = _kernel * _kernel;
        for (int tap = 0; tap < taps; tap++)
        {
            for (int block = 0; block < SliceBlocks; block += _tiles.Blocks, weights += tileWeights)
            {
                bool last = tap == taps - 1 && block + _tiles.Blocks == SliceBlocks;
                RunTiles(
                    chunk,
                    tap,
                    (slice * SliceBlocks) + block,
                    weights,
                    last ? next : weights + tileWeights,
                    first,
                    end
                );
            }
        }
    }

    private readonly void RunTiles(int chunk, int tap, int block, float* weights, float* next, int first, int end)
    {
        bool begins = chunk == 0 && tap == 0;
        bool ends = chunk == _chunks - 1 && tap == (_kernel * _kernel) - 1;
        (int tapRow, int tapColumn) = Math.DivRem(tap, _kernel);

        // Of the weights that come next, each row fetches its part: some lines before each pixel where these are few,
        // otherwise evenly with the inputs.
        int lines = _tiles.Blocks * ZeroSkippingLayout.BlockWeights / Lanes;
        int linesOfPixel = DirectBlocking.Parts(lines, (end - first) * _y.Width);
        bool evenly = linesOfPixel > MostLinesAtOnce;
        for (int row = first; row < end; row++)
        {
            (int image, int imageRow) = Math.DivRem(row, _y.Height);
            nint input = _inputs.PixelOf(first, row, tapRow, tapColumn);
            float* output = _y.Plane(image, block) + (imageRow * _y.RowStride);
            (int firstLine, int endLine) = WorkShares.Part(row - first, end - first, lines);
            ZeroSkippingRow pixels = new()
            {
                Pixels = _y.Width,
                Step = _inputs.Step,
                Inputs = _inputs.Values(KeptAt(chunk), input),
                Masks = _inputs.Masks(KeptAt(chunk), input),
                Weights = weights,
                Start = begins ? _bias + (block * Lanes) : output,
                StartPixel = begins ? 0 : Lanes,
                StartBlock = begins ? Lanes : _y.PlaneStride,
                Residual =
                    ends && !_residual.IsNone ? _residual.Plane(image, block) + (imageRow * _residual.RowStride) : null,
                ResidualBlock = _residual.PlaneStride,
                Output = output,
                OutputBlock = _y.PlaneStride,
                Floor = ends ? _floor : float.NegativeInfinity,
                Ahead = next + (firstLine * Lanes),
                AheadEnd = next + (endLine * Lanes),
                AheadPixel = evenly ? 0 : linesOfPixel * Lanes,
                AheadTurn = Math.Min(
                    Lanes,
                    DirectBlocking.Parts((endLine - firstLine) * Lanes, _y.Width * _turnsOfPixel)
                ),
            };
            _tiles.Run(pixels);
        }
    }

    private readonly float* WeightsOf(int slice, int chunk) =>
        _weights + ((((nint)slice * _chunks) + chunk) * _kernel * _kernel * ZeroSkippingLayout.TapWeights);
}
