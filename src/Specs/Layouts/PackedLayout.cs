namespace ResNetGen;

/// <summary>
/// How many floats a layer's packed parameters take: the bias first, then the weights in the order in which its kernel
/// reads them. The generator places layers by these sizes, the runtime packs by them.
/// </summary>
internal static class PackedLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>
    /// Weights of a convolution over blocked activations, or of a linear layer:
    /// <c>[output block][input block][row][column][16 inputs][16 outputs]</c>,
    /// or as much in the order of <see cref="ZeroSkippingLayout"/>.
    /// </summary>
    public static long Convolution(int inChannels, int outChannels, int kernel, int groups) =>
        Bias(outChannels) * InputBlocks(inChannels, outChannels, groups) * Lanes * kernel * kernel;

    /// <summary>Weights of a convolution over a planar image: <c>[output block][channel][row][column][16 outputs]</c>.</summary>
    public static long PlanarConvolution(int inChannels, int outChannels, int kernel) =>
        Bias(outChannels) * inChannels * kernel * kernel;

    /// <summary>The bias, filled up to whole blocks.</summary>
    public static long Bias(int outChannels) => (long)BlockedLayout.Blocks(outChannels) * Lanes;

    /// <summary>
    /// The first of the <paramref name="inputBlocks"/> input blocks that an output block reads: 0 without groups, its
    /// groups' with them.
    /// </summary>
    public static int FirstInputBlock(int outputBlock, int inChannels, int outChannels, int groups, int inputBlocks) =>
        Math.Min(
            WindowStart(outputBlock, inChannels, outChannels, groups),
            BlockedLayout.Blocks(inChannels) - inputBlocks
        );

    /// <summary>
    /// Input blocks that each output block reads: the widest window of any of them, so that every one has the same
    /// size.
    /// </summary>
    public static int InputBlocks(int inChannels, int outChannels, int groups)
    {
        if (groups == 1)
        {
            return BlockedLayout.Blocks(inChannels);
        }

        int widest = 0;
        for (int block = 0; block < BlockedLayout.Blocks(outChannels); block++)
        {
            int lastOutput = Math.Min((block + 1) * Lanes, outChannels) - 1;
            int lastInput = (((lastOutput / (outChannels / groups)) + 1) * (inChannels / groups)) - 1;
            widest = Math.Max(widest, (lastInput / Lanes) + 1 - WindowStart(block, inChannels, outChannels, groups));
        }

        return widest;
    }

    private static int WindowStart(int outputBlock, int inChannels, int outChannels, int groups) =>
        outputBlock * Lanes / (outChannels / groups) * (inChannels / groups) / Lanes;
}
