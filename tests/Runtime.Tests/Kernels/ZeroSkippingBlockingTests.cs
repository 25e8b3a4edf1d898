namespace ResNetGen.Runtime.Tests.Kernels;

public class ZeroSkippingBlockingTests
{
    private const long Cache = 1 << 20;

    [Theory]
    [InlineData(49, 7, 16, 1)]
    [InlineData(14, 14, 2, 2)]
    [InlineData(1, 1, 1, 8)]
    [InlineData(56, 56, 2, 3)]
    [InlineData(2, 300, 3, 4)]
    public void CoversAllSlicesWithEnoughBands(int rows, int width, int slices, int workers)
    {
        ZeroSkippingBlocking cut = For(rows, width, inChannels: 256, slices, workers);

        Assert.InRange(cut.Bands, DirectBlocking.Parts(rows, ZeroSkippingLayout.BandRows(rows, width)), rows);
        Assert.InRange(cut.GroupSlices, 1, slices);
        Assert.Equal(DirectBlocking.Parts(slices, cut.GroupSlices), cut.Groups);
    }

    // 14 x 14: 196 pixels with 256 channels are 200 kB, with 1024 channels 803 kB.
    [Fact]
    public void InputsThatStayInTheCacheAreCopiedOnce()
    {
        ZeroSkippingBlocking cut = For(rows: 14, width: 14, inChannels: 256, slices: 8, workers: 1);

        Assert.Equal((1, 1, false), (cut.Bands, cut.GroupSlices, cut.CopiesChunks));
    }

    [Fact]
    public void InputsThatDoNotStayPassOverAsManySlicesAsHaveTheirSumsThere()
    {
        Assert.Equal((1, 2, true), Facts(For(rows: 14, width: 14, inChannels: 1024, slices: 2, workers: 1)));
        Assert.Equal((1, 4, false), Facts(For(rows: 14, width: 14, inChannels: 1024, slices: 8, workers: 1)));
        Assert.Equal(
            (1, 1, false),
            Facts(For(rows: 14, width: 14, inChannels: 1024, slices: 8, workers: 1, cache: 1 << 17))
        );
        Assert.Equal(
            (1, 1, false),
            Facts(For(rows: 14, width: 14, inChannels: 1024, slices: 8, workers: 1, cache: 1 << 22))
        );
    }

    [Fact]
    public void WorkersShareRowsWhereInputsAreMoreAndElseWeights()
    {
        Assert.Equal((14, 1, true), Facts(For(rows: 56, width: 56, inChannels: 64, slices: 1, workers: 2)));
        Assert.Equal((2, 2, true), Facts(For(rows: 14, width: 14, inChannels: 1024, slices: 2, workers: 2)));
        Assert.Equal((1, 1, false), Facts(For(rows: 7, width: 7, inChannels: 512, slices: 16, workers: 2)));
    }

    private static (int Bands, int GroupSlices, bool CopiesChunks) Facts(ZeroSkippingBlocking cut) =>
        (cut.Bands, cut.GroupSlices, cut.CopiesChunks);

    private static ZeroSkippingBlocking For(
        int rows,
        int width,
        int inChannels,
        int slices,
        int workers,
        long cache = Cache
    )
    {
        long inputs = (long)ZeroSkippingLayout.BandRows(rows, width) * width;
        return ZeroSkippingBlocking.For(rows, width, inputs, inChannels, slices, taps: 1, workers, cache);
    }
}
