namespace ResNetGen;

/// <summary>
/// Where a direct convolution computes on the side: shared by the generator, which gives it memory, and the runtime.
/// </summary>
internal static class DirectLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>
    /// Blocks of output channels that are computed in one go where the input channels are taken in chunks: with half as
    /// many, strided layers took a tenth longer; more were no faster.
    /// </summary>
    public const int GroupBlocks = 16;

    /// <summary>Pixels of the largest register tile: so many are gathered at least.</summary>
    public const int LargestTile = RegisterTileSizes.MostPixels;

    // Pixels of the largest map that is written on the side first: in larger ones, little is lost at the ends of rows.
    private const int MostPixelsAside = 14 * 14;

    // Floats of every second pixel that are gathered at a time: two fifths of a second-level cache of 1 MiB.
    private const int GatheredFloats = 104_000;

    /// <summary>
    /// Whether the output may go through the side, where its rows have gaps and the input's have none: then a small map
    /// is one row of pixels, which whole register tiles divide better.
    /// </summary>
    public static bool MayWriteAside(int kernel, int stride, int height, int width, int inputHalo, int outputHalo) =>
        kernel == 1 && stride == 1 && height * width <= MostPixelsAside && inputHalo == 0 && outputHalo > 0;

    /// <summary>
    /// Whether every second pixel may be gathered first: side by side, they use all of a cache, and are one row of
    /// pixels.
    /// </summary>
    public static bool MayGather(int kernel, int stride, int groups, int outputHalo) =>
        kernel == 1 && stride == 2 && groups == 1 && outputHalo == 0;

    /// <summary>Pixels that are gathered at a time, of so many.</summary>
    public static int GatheredPixels(int inputBlocks, int pixels) =>
        Math.Min(pixels, Math.Max(LargestTile, GatheredFloats / (inputBlocks * Lanes)));

    /// <summary>Floats that a worker needs for itself.</summary>
    public static long WorkerScratch(
        int inChannels,
        int kernel,
        int stride,
        int groups,
        int height,
        int width,
        int inputHalo,
        int outputHalo
    )
    {
        int pixels = height * width;
        int inputBlocks = BlockedLayout.Blocks(inChannels);
        return MayWriteAside(kernel, stride, height, width, inputHalo, outputHalo) ? GroupBlocks * (long)pixels * Lanes
            : MayGather(kernel, stride, groups, outputHalo)
                ? (long)inputBlocks * GatheredPixels(inputBlocks, pixels) * Lanes
            : 0;
    }
}
