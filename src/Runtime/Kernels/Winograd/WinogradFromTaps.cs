namespace ResNetGen.Runtime;

/// <summary>
/// 3x3 convolution by Winograd's F(4x4,3x3) whose weights stay taps until they are multiplied: 9 floats for each pair
/// of channels come from memory instead of 36. For maps of few squares, where all of the time would go by waiting for
/// transformed weights.
/// </summary>
internal static unsafe class WinogradFromTaps
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int RowPoints = WinogradTapsLayout.Side * Lanes;
    private const int SquarePoints = WinogradTapsLayout.Points * Lanes;

    /// <inheritdoc cref="Worker.ConvolveWinogradFromTaps"/>
    public static void ConvolveWinogradFromTaps(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        Activation residual,
        bool relu
    )
    {
        WinogradSquares squares = new(WinogradTapsLayout.Outputs, 1, x, y, residual, w, weights, relu, narrows: false);
        int count = w.ImageCount * squares.Grid.PerImage;
        delegate* <int, int, in Tile, void> tile = WinogradTiles.Taps(w.Width);
        int group = tile != null ? WinogradTapsLayout.TileSquares : count;
        float* points = w.Scratch;
        float* products = points;
        for (int first = 0; first < count; first += group)
        {
            products = squares.TransformInputs(
                first,
                new WinogradPlaces { Whole = Math.Min(group, count - first) },
                products
            );
        }

        Units blocks = w.Divide(y.Blocks);
        while (blocks.TryTake(out int block))
        {
            float* taps = squares.Weights + ((long)block * x.Blocks * WinogradTapsLayout.BlockTaps);
            if (tile != null)
            {
                Multiply(w, tile, taps, x.Blocks, count, points, products);
            }
            else
            {
                MultiplyNarrow(w, taps, x.Blocks, count, points, products);
            }

            for (int first = 0; first < count; first += group)
            {
                squares.TransformOutputs(
                    block,
                    first,
                    new WinogradPlaces { Whole = Math.Min(group, count - first) },
                    products + ((nint)first * SquarePoints)
                );
            }
        }

        w.Done();
    }

    // The products of all squares for a block of output channels. Input block by input block, so that their taps stay
    // in the first-level cache while all points pass over them. The next ones lie behind them: each tile fetches its
    // part of these.
    private static void Multiply(
        in Worker w,
        delegate* <int, int, in Tile, void> run,
        float* taps,
        int inputBlocks,
        int count,
        float* points,
        float* products
    )
    {
        int tiles =
            WinogradTapsLayout.Side * ((count + WinogradTapsLayout.TileSquares - 1) / WinogradTapsLayout.TileSquares);
        for (int inputBlock = 0; inputBlock < inputBlocks; inputBlock++, taps += WinogradTapsLayout.BlockTaps)
        {
            Tile tile = new()
            {
                Weights = taps,
                StartPixel = inputBlock == 0 ? 0 : Lanes,
                Ahead = taps + WinogradTapsLayout.BlockTaps,
                AheadStep = ((WinogradTapsLayout.BlockTaps / Lanes) + tiles - 1) / tiles,
            };
            float* output = products;
            for (int first = 0; first < count; first += WinogradTapsLayout.TileSquares)
            {
                int squares = Math.Min(WinogradTapsLayout.TileSquares, count - first);
                tile.Input = points + ((((nint)first * inputBlocks) + (squares * inputBlock)) * SquarePoints);
                for (int row = 0; row < WinogradTapsLayout.Side; row++)
                {
                    tile.Output = output;
                    tile.Start = inputBlock == 0 ? w.Zeros : output;
                    run(row, squares, in tile);
                    tile.Input += squares * RowPoints;
                    tile.Ahead += Lanes * tile.AheadStep;
                    output += squares * RowPoints;
                }
            }
        }
    }

    // The same with weights that go to the first-level cache first: two input blocks at a time, a row of points at a
    // time.
    private static void MultiplyNarrow(
        in Worker w,
        float* taps,
        int inputBlocks,
        int count,
        float* points,
        float* products
    )
    {
        const nint WeightsPoint = WinogradTapsLayout.ChunkBlocks * Lanes * Lanes;
        TileFamily family = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: true);
        delegate* <int, float*, float*, nint, void> writeWeights = WinogradTiles.Weights(w.Width);
        int pitch = (int)WinogradLayout.Pitch(WinogradTapsLayout.Points, count);
        float* weights = products + (pitch * SquarePoints);

        // Where one tile has all squares, one call has all points of a row.
        int pointsOfCall = count <= family.Pixels ? WinogradTapsLayout.Side : 1;
        int tiles = WinogradTapsLayout.Points * family.Tiles(count) * Lanes / family.Channels;
        for (int chunk = 0; chunk < inputBlocks; chunk += WinogradTapsLayout.ChunkBlocks)
        {
            int blocks = Math.Min(WinogradTapsLayout.ChunkBlocks, inputBlocks - chunk);
            Tile tile = new()
            {
                InputBlock = (nint)pitch * SquarePoints,
                Blocks = blocks,
                Rows = 1,
                RunLength = Lanes,
                WeightsTile = pointsOfCall > 1 ? WeightsPoint : 0,
                StartPixel = chunk == 0 ? 0 : Lanes,
                Floor = float.NegativeInfinity,
                Ahead = taps + ((chunk + blocks) * WinogradTapsLayout.BlockTaps),
                AheadStep = WinogradTapsLayout.BlockTaps / (Lanes / 4) / tiles,
                AheadTile = blocks * WinogradTapsLayout.BlockTaps / tiles,
            };
            for (int row = 0; row < WinogradTapsLayout.Side; row++)
            {
                for (int block = 0; block < blocks; block++)
                {
                    float* blockTaps = taps + ((chunk + block) * WinogradTapsLayout.BlockTaps);
                    writeWeights(row, blockTaps, weights + (block * Lanes * Lanes), WeightsPoint);
                }

                for (int column = 0; column < WinogradTapsLayout.Side; column += pointsOfCall)
                {
                    nint point = ((nint)row * WinogradTapsLayout.Side) + column;
                    for (int lane = 0; lane < Lanes; lane += family.Channels)
                    {
                        tile.Input = points + (((chunk * WinogradTapsLayout.Points) + point) * pitch * Lanes);
                        tile.Weights = weights + (column * WeightsPoint) + lane;
                        tile.Output = products + (point * pitch * Lanes) + lane;
                        tile.Start = chunk == 0 ? w.Zeros : tile.Output;
                        if (pointsOfCall > 1)
                        {
                            family.RunTiles(ref tile, count, pointsOfCall, Lanes);
                        }
                        else
                        {
                            family.RunRow(ref tile, count, Lanes);
                        }
                    }
                }
            }
        }
    }
}
