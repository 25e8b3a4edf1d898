namespace ResNetGen;

/// <summary>
/// Where a 1x1 convolution that skips zeros has its weights, and what it works in: shared by the generator, which gives it memory, the packer and the
/// kernel. Weights are <c>[output / 128][input / 64][output / 16 % 8][input % 64][output % 16]</c>: a pass over pixels multiplies 64 inputs and 128
/// outputs, whose 32 KiB of weights stay in the first-level cache.
/// </summary>
internal static class ZeroSkippingLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Input channels of a chunk: one bit each in the mask of a pixel.</summary>
    public const int ChunkChannels = 64;

    /// <summary>Masks of a pixel in a chunk: of the inputs that are not zero in its neighbour either, and of the others.</summary>
    public const int PixelMasks = 2;

    /// <summary>Input blocks of a chunk.</summary>
    public const int ChunkBlocks = ChunkChannels / Lanes;

    /// <summary>Output blocks of a slice: as many sums in registers as hide the latency of a multiply-add.</summary>
    public const int SliceBlocks = 8;

    /// <summary>Floats from one output block's weights of a chunk to the next one's.</summary>
    public const int BlockWeights = ChunkChannels * Lanes;

    /// <summary>Floats of a chunk's weights for a slice.</summary>
    public const int ChunkWeights = SliceBlocks * BlockWeights;

    // Pixels of a band, if a row is not longer: their sums of a slice, 128 KiB, stay in the second-level cache between chunks.
    private const int MostPixels = 256;

    /// <summary>Whether a convolution can be computed so: a 1x1 kernel, whole chunks of inputs and whole slices of outputs.</summary>
    public static bool Fits(int inChannels, int outChannels, int kernel, int groups) =>
        kernel == 1 && groups == 1 && inChannels % ChunkChannels == 0 && outChannels % (SliceBlocks * Lanes) == 0;

    /// <summary>Where the weights of an input and an output block are, behind the bias.</summary>
    public static long WeightsAt(int outputBlock, int input, int inChannels)
    {
        (int slice, int block) = (outputBlock / SliceBlocks, outputBlock % SliceBlocks);
        long chunk = ((long)slice * (inChannels / ChunkChannels)) + (input / ChunkChannels);
        return (chunk * ChunkWeights) + (block * BlockWeights) + (input % ChunkChannels * Lanes);
    }

    /// <summary>Rows of outputs whose inputs a worker has side by side at a time, of so many in all images.</summary>
    public static int BandRows(int rows, int width) => Math.Min(rows, Math.Max(1, MostPixels / width));

    /// <summary>Floats that a worker needs for itself: the inputs of a band, and the masks of its pixels.</summary>
    public static long WorkerScratch(int inChannels, int rows, int width)
    {
        long pixels = (long)BandRows(rows, width) * width;
        return (pixels * inChannels) + (pixels * (inChannels / ChunkChannels) * PixelMasks * (sizeof(ulong) / sizeof(float)));
    }
}
