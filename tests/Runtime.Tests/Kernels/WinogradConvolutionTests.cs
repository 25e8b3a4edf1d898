namespace ResNetGen.Runtime.Tests.Kernels;

public class WinogradConvolutionTests
{
    // csharpier-ignore
    private static readonly (int Height, int Width)[] MapSizes = [(1, 1), (2, 2), (1, 19), (5, 3), (2, 7), (7, 7), (8, 8), (6, 12), (10, 5), (13, 17), (14, 14), (15, 29), (33, 31)];

    private static readonly int[] ChannelCounts = [1, 16, 17, 40];

    // csharpier-ignore
    private static readonly (int M, int Stride)[] Squares = [(2, 1), (4, 1), (2, 2), (4, 2)];

    public static IEnumerable<object[]> Sizes() =>
        from size in MapSizes
        from square in Squares
        select new object[]
        {
            new ConvolutionCase(
                17,
                24,
                size.Height,
                size.Width,
                Kernel: 3,
                square.Stride,
                Images: 2,
                OutHalo: 1,
                Relu: square.M == 2
            ),
            square.M,
        };

    public static IEnumerable<object[]> Channels() =>
        from inChannels in ChannelCounts
        from outChannels in ChannelCounts
        from square in Squares
        select new object[]
        {
            new ConvolutionCase(inChannels, outChannels, 6, 9, Kernel: 3, square.Stride, ResidualHalo: 0, Relu: true),
            square.M,
        };

    public static IEnumerable<object[]> Halos() =>
        from halo in new[] { 1, 2 }
        from outHalo in new[] { 0, 1, 2 }
        from residualHalo in new int?[] { null, 0, 1, 2 }
        from square in Squares
        select new object[]
        {
            new ConvolutionCase(
                20,
                40,
                7,
                6,
                Kernel: 3,
                square.Stride,
                Halo: halo,
                OutHalo: outHalo,
                ResidualHalo: residualHalo,
                Relu: outHalo == 1
            ),
            square.M,
        };

    // Weights that outgrow the cache have all inputs transformed first, inputs that do are taken in blocks.
    public static IEnumerable<object[]> LargeLayers() =>
        [
            [new ConvolutionCase(160, 176, 7, 7, Kernel: 3, Images: 3, OutHalo: 1, ResidualHalo: 1, Relu: true), 2],
            [new ConvolutionCase(160, 144, 9, 10, Kernel: 3, Images: 3, ResidualHalo: 0, Relu: true), 4],
            [new ConvolutionCase(64, 48, 42, 40, Kernel: 3, OutHalo: 1), 4],
            [new ConvolutionCase(96, 32, 30, 44, Kernel: 3, Images: 2, OutHalo: 1), 2],
            [
                new ConvolutionCase(
                    160,
                    176,
                    14,
                    13,
                    Kernel: 3,
                    Stride: 2,
                    Images: 3,
                    OutHalo: 1,
                    ResidualHalo: 1,
                    Relu: true
                ),
                2,
            ],
            [new ConvolutionCase(96, 48, 63, 60, Kernel: 3, Stride: 2, Images: 2, OutHalo: 1), 2],
            [new ConvolutionCase(160, 144, 14, 10, Kernel: 3, Images: 3, ResidualHalo: 0, Relu: true), 4],
            [new ConvolutionCase(64, 48, 42, 46, Kernel: 3, Images: 2, OutHalo: 1, ResidualHalo: 1), 4],
            [new ConvolutionCase(96, 48, 62, 58, Kernel: 3, Stride: 2, Images: 2, OutHalo: 1), 2],
            [new ConvolutionCase(160, 144, 28, 19, Kernel: 3, Stride: 2, Images: 3, ResidualHalo: 0, Relu: true), 4],
            [new ConvolutionCase(64, 48, 83, 92, Kernel: 3, Stride: 2, Images: 2, OutHalo: 1, ResidualHalo: 1), 4],
        ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void BothOrdersOfWorkAreTested(int stride)
    {
        bool[] orders =
        [
            .. LargeLayers()
                .Where(row => ((ConvolutionCase)row[0]).Stride == stride)
                .Select(row => TransformsAllFirst((ConvolutionCase)row[0], (int)row[1])),
        ];
        Assert.Contains(true, orders);
        Assert.Contains(false, orders);
    }

    // Each point has a place of its own, and those with the same weights follow each other.
    [Theory]
    [InlineData(2, 1, 16, 16)]
    [InlineData(4, 1, 36, 36)]
    [InlineData(2, 2, 25, 16)]
    [InlineData(4, 2, 81, 36)]
    public void PointsWithTheSameWeightsAreNeighbours(int m, int stride, int points, int weightPoints)
    {
        int side = WinogradLayout.Side(m, stride);
        Assert.Equal(points, WinogradLayout.Points(m, stride));
        Assert.Equal(weightPoints, WinogradLayout.WeightPoints(m));

        // Rows (or columns) beyond m + 1 have the weights of that one.
        IEnumerable<int> weightsInOrder =
            from row in Enumerable.Range(0, side)
            from column in Enumerable.Range(0, side)
            orderby WinogradLayout.PointAt(m, stride, row, column)
            select (Math.Min(row, m + 1) * (m + 2)) + Math.Min(column, m + 1);
        Assert.Equal(
            Enumerable
                .Range(0, weightPoints)
                .SelectMany(point => Enumerable.Repeat(point, WinogradLayout.PointsOf(m, stride, point))),
            weightsInOrder
        );
        Assert.Equal(
            Enumerable.Range(0, points),
            Enumerable.Range(0, points).Select(i => WinogradLayout.PointAt(m, stride, i / side, i % side)).Order()
        );
    }

    // A first-level cache has 64 sets of lines, eight in each: all points of a square stay there, however many squares
    // lie between them.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    public void PointsOfASquareSpreadOverTheCache(int m, int stride)
    {
        for (int squares = 1; squares <= 300; squares++)
        {
            int points = WinogradLayout.Points(m, stride);
            AssertSpread(points, new WinogradPlaces { Whole = squares }.Pitch(points));
        }
    }

    [Fact]
    public void PointsOfTheStemSpreadOverTheCache()
    {
        for (int squares = 1; squares <= StemWinogradLayout.MostTiles; squares++)
        {
            AssertSpread(StemWinogradLayout.Points, StemWinogradLayout.InputPoint(squares) / BlockedLayout.Lanes);
            AssertSpread(StemWinogradLayout.Points, StemWinogradLayout.ProductPoint(squares) / BlockedLayout.Lanes);
        }
    }

    private static void AssertSpread(int points, int pitch)
    {
        const int Sets = 64;
        const int Ways = 8;
        int most = Enumerable.Range(0, points).GroupBy(point => point * pitch % Sets).Max(set => set.Count());
        Assert.True(most <= Ways, $"{most} of {points} points, {pitch} lines apart, are in one set of {Ways}.");
    }

    // At each point, the squares that have it follow each other, whichever kinds there are, and a square has one place
    // at all of its points.
    [Theory]
    [InlineData(3, 9, 3, 1)]
    [InlineData(0, 4, 2, 0)]
    [InlineData(2, 4, 0, 0)]
    [InlineData(0, 0, 0, 5)]
    public void SquaresOfAPointAreNeighbours(int fewerColumns, int whole, int fewerRows, int fewerBoth)
    {
        WinogradPlaces places = new()
        {
            FewerColumns = fewerColumns,
            Whole = whole,
            FewerRows = fewerRows,
            FewerBoth = fewerBoth,
        };
        bool[] either = [false, true];
        foreach ((bool hasRow, bool hasColumn) in either.SelectMany(row => either.Select(column => (row, column))))
        {
            IEnumerable<int> expected =
                from rows in either
                from columns in either
                where (!rows || hasRow) && (!columns || hasColumn)
                from i in Enumerable.Range(0, places.Of(rows, columns))
                select places.First(rows, columns) + i;
            (int first, int end) = places.At(hasRow, hasColumn);
            Assert.Equal(Enumerable.Range(first, end - first), expected.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Channels))]
    [MemberData(nameof(Halos))]
    [MemberData(nameof(LargeLayers))]
    public void AgreesWithTheDefinitionOfAConvolution(ConvolutionCase convolution, int m)
    {
        ConvolutionCase c = convolution;
        using PackedLayer layer = PackedLayer.Winograd(c.InChannels, c.OutChannels, m, c.Stride);
        WinogradHarness.Check(
            c,
            layer,
            WorkMemoryOf(c, m),
            (in Worker w, Activation x, Activation y, Activation residual) =>
                w.ConvolveWinograd(x, weights: 0, y, m, c.Stride, residual, c.Relu)
        );
    }

    private static WorkMemory WorkMemoryOf(ConvolutionCase c, int m) =>
        new(WinogradLayout.WorkerScratch(m, c.Stride, c.InChannels, c.OutChannels, Tiles(c, m)));

    private static bool TransformsAllFirst(ConvolutionCase c, int m) =>
        WinogradLayout.TransformsAllFirst(m, c.Stride, c.InChannels, c.OutChannels, Tiles(c, m));

    private static long Tiles(ConvolutionCase c, int m) =>
        (long)WinogradLayout.Tiles(m, c.OutHeight, c.OutWidth) * c.Images;
}
