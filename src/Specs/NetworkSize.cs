namespace ResNetGen;

/// <summary>
/// How large a network is, counted without overflow and before there is a plan. Needs numbers that are within
/// <see cref="NetworkLimits"/>, and one stage at least.
/// </summary>
internal sealed class NetworkSize(
    BlockType blockType,
    IReadOnlyList<int> stages,
    Stem stem,
    Shortcut shortcut,
    int baseWidth,
    int groups,
    int widthPerGroup,
    int inputChannels,
    int classes
)
{
    /// <summary>The fewest rows or columns of an image of which each layer with stride 2 still gets two.</summary>
    public static int SmallestInput(Stem stem, int stages)
    {
        int halvings = (stem == Stem.Conv7x7 ? 2 : 0) + stages - 1;
        return halvings == 0 ? 1 : (1 << (halvings - 1)) + 1;
    }

    /// <summary>Channels of the widest layer.</summary>
    public long WidestChannels()
    {
        Block last = Blocks().Last();
        return Math.Max(last.Inner, last.Out);
    }

    /// <summary>
    /// What PyTorch counts: weights of convolutions and classifier, scale and shift of each batch norm.
    /// </summary>
    public long Parameters()
    {
        long stemKernel = stem == Stem.Conv7x7 ? 7 * 7 : 3 * 3;
        long parameters = (stemKernel * inputChannels * baseWidth) + (2 * baseWidth);
        long features = baseWidth;
        foreach (Block block in Blocks())
        {
            (long @in, long inner, long @out) = (block.In, block.Inner, block.Out);
            parameters +=
                blockType == BlockType.Basic
                    ? (9 * @in * inner) + (9 * inner * @out) + (2 * (inner + @out))
                    : (@in * inner) + (9 * inner * (inner / groups)) + (inner * @out) + (2 * (inner + inner + @out));
            if (block.IsProjected)
            {
                parameters += (block.In * block.Out) + (2 * block.Out);
            }

            features = block.Out;
        }

        return parameters + ((features + 1) * classes);
    }

    /// <summary>
    /// Floats that one image needs at its busiest, by a rough estimate: the tensors of a block that are alive together,
    /// padded.
    /// </summary>
    /// <param name="inputHeight">Rows of the image.</param>
    /// <param name="inputWidth">Columns of the image.</param>
    public long WorkspacePerImage(int inputHeight, int inputWidth)
    {
        long height = inputHeight,
            width = inputWidth;
        long image = inputChannels * (height + 6) * (width + 6);
        if (stem == Stem.Conv7x7)
        {
            (height, width) = (Halve(height), Halve(width));
        }

        long peak = image + Tensor(baseWidth, height, width);
        if (stem == Stem.Conv7x7)
        {
            (height, width) = (Halve(height), Halve(width));
        }

        foreach (Block block in Blocks())
        {
            long before = Tensor(block.In, height, width) + Tensor(block.Inner, height, width);
            if (block.HasStride)
            {
                (height, width) = (Halve(height), Halve(width));
            }

            long shortcut = block.IsProjected ? Tensor(block.Out, height, width) : 0;
            peak = Math.Max(
                peak,
                before + Tensor(block.Inner, height, width) + Tensor(block.Out, height, width) + shortcut
            );
        }

        return peak;
    }

    /// <summary>
    /// Channels in groups of 16, and a halo of a pixel; the image alone is in single planes, with the halo of a 7x7
    /// kernel.
    /// </summary>
    private static long Tensor(long channels, long height, long width) =>
        (channels + 15) / 16 * 16 * (height + 2) * (width + 2);

    /// <summary>What a convolution or pooling with stride 2 leaves: all of them pad by half their kernel.</summary>
    private static long Halve(long size) => (size + 1) / 2;

    private IEnumerable<Block> Blocks()
    {
        long channels = baseWidth;
        for (int stage = 0; stage < stages.Count; stage++)
        {
            long width = (long)baseWidth << stage;
            bool isBasic = blockType == BlockType.Basic;
            long inner = isBasic ? width : width * widthPerGroup / 64 * groups;
            long outer = isBasic ? width : 4 * width;
            for (int block = 0; block < stages[stage]; block++)
            {
                bool hasStride = stage > 0 && block == 0;
                bool isProjected =
                    shortcut == Shortcut.ProjectionAlways
                    || (shortcut == Shortcut.Projection && (hasStride || channels != outer));
                yield return new Block(channels, inner, outer, hasStride, isProjected);
                channels = outer;
            }
        }
    }

    private readonly struct Block(long @in, long inner, long @out, bool hasStride, bool isProjected)
    {
        public long In => @in;

        public long Inner => inner;

        public long Out => @out;

        public bool HasStride => hasStride;

        public bool IsProjected => isProjected;
    }
}
