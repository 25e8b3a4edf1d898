namespace ResNetGen;

/// <summary>
/// Where a convolution that skips zeros has its weights, and what it works in: shared by the generator, which gives it
/// memory, the packer and the kernel. Weights are <c>[output / 128][input / 64][tap][output / 16 % 8][input %
/// 64][output % 16]</c>: a pass over pixels multiplies 64 inputs of a tap and up to 128 outputs, whose weights, 32 KiB
/// or less, stay in the first-level cache.
/// </summary>
internal static class ZeroSkippingLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Input channels of a chunk: one bit each in the mask of a pixel.</summary>
    public const int ChunkChannels = 64;

    /// <summary>Input blocks of a chunk.</summary>
    public const int ChunkBlocks = ChunkChannels / Lanes;

    /// <summary>Output blocks of a slice: as many sums in registers as hide the latency of a multiply-add.</summary>
    public const int SliceBlocks = 8;

    /// <summary>Floats from one output block's weights of a tap to the next one's.</summary>
    public const int BlockWeights = ChunkChannels * Lanes;

    /// <summary>Floats of a chunk's weights for a slice, of one tap.</summary>
    public const int TapWeights = SliceBlocks * BlockWeights;

    /// <summary>
    /// Outputs of a band, if a row is not longer: their sums of a slice, 128 KiB, stay in the second-level cache
    /// between passes.
    /// </summary>
    public const int MostPixels = 256;

    /// <summary>Whether weights can be packed so: whole chunks of inputs and whole slices of outputs.</summary>
    public static bool Fits(int inChannels, int outChannels, int kernel, int groups) =>
        kernel is 1 or 3 && groups == 1 && inChannels % ChunkChannels == 0 && outChannels % (SliceBlocks * Lanes) == 0;

    /// <summary>Where the weights of an input and an output block are, behind the bias.</summary>
    public static long WeightsAt(int outputBlock, int input, int tap, int inChannels, int taps)
    {
        (int slice, int block) = (outputBlock / SliceBlocks, outputBlock % SliceBlocks);
        long pass = ((((long)slice * (inChannels / ChunkChannels)) + (input / ChunkChannels)) * taps) + tap;
        return (pass * TapWeights) + (block * BlockWeights) + (input % ChunkChannels * Lanes);
    }

    /// <summary>
    /// Input pixels from one output pixel to the next, where a band's are copied: without those that a strided 1x1
    /// kernel does not read.
    /// </summary>
    public static int Step(int kernel, int stride) => kernel == 1 ? 1 : stride;

    /// <summary>Input pixels in a row, or rows, that so many outputs read.</summary>
    public static int Inputs(int outputs, int kernel, int stride) => ((outputs - 1) * Step(kernel, stride)) + kernel;

    /// <summary>Rows of outputs that a worker computes at a time, of so many in all images.</summary>
    public static int BandRows(int rows, int width) => Math.Min(rows, Math.Max(1, MostPixels / width));

    /// <summary>
    /// Input pixels that a band reads at most: of each image that it touches, the rows between its first and its last.
    /// </summary>
    public static long BandInputs(int images, int height, int width, int kernel, int stride)
    {
        int rows = BandRows(images * height, width);
        int touched = Math.Min(images, ((rows + height - 2) / height) + 1);
        int step = Step(kernel, stride);
        return (long)((rows * step) + (touched * (kernel - step))) * Inputs(width, kernel, stride);
    }

    /// <summary>
    /// Floats that a worker needs for itself: the inputs of a band, and a mask of 64 bits for each pixel and chunk.
    /// </summary>
    public static long WorkerScratch(int inChannels, int images, int height, int width, int kernel, int stride)
    {
        long pixels = BandInputs(images, height, width, kernel, stride);
        return (pixels * inChannels) + (pixels * (inChannels / ChunkChannels) * (sizeof(ulong) / sizeof(float)));
    }
}
