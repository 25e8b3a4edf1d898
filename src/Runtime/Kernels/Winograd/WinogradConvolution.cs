namespace ResNetGen.Runtime;

/// <summary>
/// 3x3 convolution by Winograd's minimal filtering (Lavin and Gray 2015): squares of m x m outputs from (m + 2) x (m +
/// 2) products for each pair of channels, or with stride 2 from (2m + 1) x (2m + 1), instead of 9 m x m. Squares that
/// hang over the map's edge go through a patch on the side.
/// </summary>
internal static unsafe class WinogradConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.ConvolveWinograd"/>
    public static void ConvolveWinograd(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int m,
        int stride,
        Activation residual,
        bool relu
    )
    {
        WinogradSquares squares = new(m, stride, x, y, residual, w, weights, relu);
        if (WinogradLayout.TransformsAllFirst(m, stride, x.Channels, y.Channels, (long)squares.Grid.PerImage * w.Batch))
        {
            RunAllFirst(w, squares);
        }
        else
        {
            RunByBlocks(w, squares);
        }

        w.Done();
    }

    // Each worker transforms all inputs for itself, then takes output channels, whose weights pass by once. To share
    // the transformed inputs would move more between cores than the inputs are, in pieces that no prefetcher sees, and
    // need a barrier.
    private static void RunAllFirst(in Worker w, in WinogradSquares squares)
    {
        int tiles = w.ImageCount * squares.Grid.PerImage;
        WinogradPlaces places = squares.Grid.PlacesOf(0, tiles);
        float* points = w.Scratch;
        float* products = Products(w, squares, points, squares.TransformInputs(0, places, points));
        Span<PointRun> runs = Runs(squares, places, stackalloc PointRun[squares.Points]);
        Units slices = w.Divide(Slices(squares));
        while (slices.TryTake(out int slice))
        {
            MultiplyAndTransform(w, squares, slice, 0, places, runs, points, products);
        }
    }

    // Each worker takes blocks of tiles from input to output: what is transformed stays in its cache.
    private static void RunByBlocks(in Worker w, in WinogradSquares squares)
    {
        int tiles = w.ImageCount * squares.Grid.PerImage;
        int slices = Slices(squares);
        int tileBlock = WinogradLayout.TileBlock(squares.M, squares.Stride, squares.InputBlocks * Lanes);
        int blocks = (tiles + tileBlock - 1) / tileBlock;
        blocks = Math.Min((blocks + w.Count - 1) / w.Count * w.Count, tiles);
        float* points = w.Scratch;
        Span<PointRun> allRuns = stackalloc PointRun[squares.Points];
        Units units = w.Divide(blocks);
        while (units.TryTake(out int block))
        {
            int from = (int)((long)tiles * block / blocks);
            int count = (int)((long)tiles * (block + 1) / blocks) - from;
            WinogradPlaces places = squares.Grid.PlacesOf(from, count);
            float* products = Products(w, squares, points, squares.TransformInputs(from, places, points));
            Span<PointRun> runs = Runs(squares, places, allRuns);
            for (int slice = 0; slice < slices; slice++)
            {
                MultiplyAndTransform(w, squares, slice, from, places, runs, points, products);
            }
        }
    }

    // A register tile that has all output channels has read all of its squares' inputs when it writes: products take
    // their place, and half as much passes through the first-level cache.
    private static float* Products(in Worker w, in WinogradSquares squares, float* points, float* behind)
    {
        TileFamily family = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: squares.OutputBlocks == 1);
        return family.Channels >= squares.OutputBlocks * Lanes ? points : behind;
    }

    // For two blocks of output channels: the products at every point, then the outputs.
    private static void MultiplyAndTransform(
        in Worker w,
        in WinogradSquares squares,
        int slice,
        int first,
        in WinogradPlaces places,
        ReadOnlySpan<PointRun> runs,
        float* points,
        float* products
    )
    {
        int block = slice * WinogradLayout.SliceBlocks;
        int blocks = Math.Min(WinogradLayout.SliceBlocks, squares.OutputBlocks - block);
        nint productBlock = squares.Points * places.Pitch(squares.Points) * Lanes;
        int weightPoints = WinogradLayout.WeightPoints(squares.M);
        nint weightsPoint = squares.InputBlocks * Lanes * Lanes;
        nint weightsBlock = weightPoints * weightsPoint;

        TileFamily family = TileFamily.For(w.Width, planar: false, stride: 1, oneBlock: blocks == 1);
        Tile tile = new()
        {
            InputBlock = productBlock,
            Blocks = squares.InputBlocks,
            Rows = 1,
            RunLength = Lanes,
            WeightsBlock = weightsBlock,
            Start = w.Zeros,
            OutputBlock = productBlock,
            Floor = float.NegativeInfinity,
        };
        float* weights = squares.Weights + (block * weightsBlock);
        float* nextSlice = weights + (WinogradLayout.SliceBlocks * weightsBlock);
        TileRow row = default;
        for (int i = 0, end; i < runs.Length; i = end)
        {
            int tiles = 0;
            for (end = i; end < runs.Length && runs[end].WeightPoint == runs[i].WeightPoint; end++)
            {
                row = family.RowOf(runs[end].Squares, row);
                tiles += row.Tiles;
            }

            float* ofPoint = weights + (runs[i].WeightPoint * weightsPoint);
            float* next = end < runs.Length ? weights + (runs[end].WeightPoint * weightsPoint) : nextSlice;
            for (int channel = 0; channel < blocks * Lanes; channel += family.Channels)
            {
                nint offset = ((channel / Lanes) * weightsBlock) + (channel % Lanes);
                tile.Weights = ofPoint + offset;
                tile.FetchAhead(next + offset, tiles);
                for (int k = i; k < end; k++)
                {
                    tile.Input = points + (runs[k].First * Lanes);
                    tile.Output =
                        products + ((channel / Lanes) * productBlock) + (channel % Lanes) + (runs[k].First * Lanes);
                    row = family.RowOf(runs[k].Squares, row);
                    family.RunRow(ref tile, row, Lanes);
                }
            }
        }

        for (int i = 0; i < blocks; i++)
        {
            squares.TransformOutputs(block + i, first, places, products + (i * productBlock));
        }
    }

    // What is multiplied, in the order of the weights: at each point the squares that have it. If all are dense, points
    // with the same weights are one run.
    private static Span<PointRun> Runs(in WinogradSquares squares, in WinogradPlaces places, Span<PointRun> runs)
    {
        (int m, int stride) = (squares.M, squares.Stride);
        int side = WinogradLayout.WeightSide(m);
        int pitch = places.Pitch(squares.Points);
        bool dense = places.AllDense(squares.Points);
        int count = 0;
        int point = 0;
        for (int weightPoint = 0; weightPoint < side * side; weightPoint++)
        {
            (int weightRow, int weightColumn) = Math.DivRem(weightPoint, side);
            int columns = WinogradLayout.Repeats(m, stride, weightColumn);
            int repeats = WinogradLayout.Repeats(m, stride, weightRow) * columns;
            if (dense)
            {
                runs[count++] = new PointRun(weightPoint, point * pitch, repeats * pitch);
                point += repeats;
                continue;
            }

            for (int i = 0; i < repeats; i++, point++)
            {
                (int row, int column) = columns == 1 ? (i, 0) : Math.DivRem(i, columns);
                (int first, int end) = places.At(
                    WinogradLayout.NarrowHas(m, stride, weightRow + row),
                    WinogradLayout.NarrowHas(m, stride, weightColumn + column)
                );
                if (first < end)
                {
                    runs[count++] = new PointRun(weightPoint, (point * pitch) + first, end - first);
                }
            }
        }

        return runs[..count];
    }

    private static int Slices(in WinogradSquares squares) =>
        (squares.OutputBlocks + WinogradLayout.SliceBlocks - 1) / WinogradLayout.SliceBlocks;

    // Squares side by side, at one point or several, that meet the same weights.
    private readonly record struct PointRun(int WeightPoint, int First, int Squares);
}
