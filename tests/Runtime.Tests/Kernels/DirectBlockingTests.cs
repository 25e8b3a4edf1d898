namespace ResNetGen.Runtime.Tests.Kernels;

public class DirectBlockingTests
{
    // ResNet-50's last projection: 1024 to 2048 channels on 7 x 7, in nine tiles of six pixels and slices of 16
    // outputs.
    private const int InputBlocks = 64;
    private const int Lines = 9;
    private const int LineBytes = 6 * 64;
    private const int Slices = 128;
    private const int SliceBytes = InputBlocks * 16 * 64;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(256)]
    public void WorkersHaveUnitsEnough(int workers)
    {
        DirectBlocking cut = Cut(chunk: 8, workers: workers);
        int units = cut.Bands * DirectBlocking.Parts(Slices, cut.Slices);
        Assert.InRange(units, Math.Min(8 * workers, Slices * Lines / 2), int.MaxValue);
        Assert.InRange(cut.Bands, 1, Lines);
        Assert.InRange(cut.Slices, 1, DirectLayout.GroupBlocks);
    }

    [Fact]
    public void OneWorkerTakesChunksOverManySlices()
    {
        DirectBlocking cut = Cut(chunk: 8, workers: 1);
        Assert.Equal((8, 1, DirectLayout.GroupBlocks, false), (cut.Chunk, cut.Bands, cut.Slices, cut.WeightsOuter));
    }

    [Fact]
    public void WithoutChunksAUnitIsOneSlice() => Assert.Equal(1, Cut(InputBlocks, workers: 1).Slices);

    [Fact]
    public void ABandHasNoMoreLinesThanItMay() => Assert.Equal(5, Cut(chunk: 8, workers: 1, mostLines: 2).Bands);

    // 64 MB of inputs, 8 MB of weights: these pass once.
    [Fact]
    public void ManyImagesPassOverEachSliceOfWeights() =>
        Assert.True(Cut(chunk: 8, workers: 1, images: 320).WeightsOuter);

    // 256 channels at 56 x 56: inputs of 3 MB, weights that stay in any cache.
    [Fact]
    public void WeightsThatStayPassOverEachBand()
    {
        DirectBlocking cut = DirectBlocking.For(
            inputBlocks: 16,
            chunk: 8,
            lines: 56,
            lineBytes: 56 * 64,
            mostLines: 56,
            slices: 4,
            sliceBlocks: 1,
            sliceBytes: 16 * 16 * 64,
            images: 1,
            workers: 1
        );
        Assert.False(cut.WeightsOuter);
        Assert.InRange(DirectBlocking.Parts(56, cut.Bands) * 8 * 56 * 64, 0, SecondLevelCache.Bytes * 2 / 5);
    }

    [Fact]
    public void TheCacheHasAPlausibleSize() => Assert.InRange(SecondLevelCache.Bytes, 256 << 10, 4 << 20);

    private static DirectBlocking Cut(int chunk, int workers, int images = 1, int mostLines = Lines) =>
        DirectBlocking.For(
            InputBlocks,
            chunk,
            Lines,
            LineBytes,
            mostLines,
            Slices,
            sliceBlocks: 1,
            SliceBytes,
            images,
            workers
        );
}
