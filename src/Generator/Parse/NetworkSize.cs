namespace ResNetGen.Generator.Parse;

/// <summary>How large a network is, counted without overflow and before there is a plan. Needs numbers that are in range.</summary>
internal static class NetworkSize
{
    /// <summary>The fewest rows or columns of an image of which each layer with stride 2 still gets two.</summary>
    public static int SmallestInput(Stem stem, int stages)
    {
        int halvings = (stem == Stem.Conv7x7 ? 2 : 0) + stages - 1;
        return halvings == 0 ? 1 : (1 << (halvings - 1)) + 1;
    }

    /// <summary>Channels of the widest layer.</summary>
    public static long WidestChannels(Spec spec)
    {
        Block last = Blocks(spec).Last();
        return Math.Max(last.Inner, last.Out);
    }

    /// <summary>What PyTorch counts: weights of convolutions and classifier, scale and shift of each batch norm.</summary>
    public static long Parameters(Spec spec)
    {
        long stemKernel = spec.Stem == Stem.Conv7x7 ? 7 * 7 : 3 * 3;
        long parameters = (stemKernel * spec.InputChannels * spec.BaseWidth) + (2 * spec.BaseWidth);
        long features = spec.BaseWidth;
        foreach (Block block in Blocks(spec))
        {
            (long @in, long inner, long @out) = (block.In, block.Inner, block.Out);
            parameters += spec.BlockType == BlockType.Basic
                ? (9 * @in * inner) + (9 * inner * @out) + (2 * (inner + @out))
                : (@in * inner) + (9 * inner * (inner / spec.Groups)) + (inner * @out) + (2 * (inner + inner + @out));
            if (block.IsProjected)
            {
                parameters += (block.In * block.Out) + (2 * block.Out);
            }

            features = block.Out;
        }

        return parameters + ((features + 1) * spec.Classes);
    }

    /// <summary>
    /// Floats that one image needs at its busiest, by a rough estimate: the tensors of a block that are alive together, padded.
    /// </summary>
    public static long WorkspacePerImage(Spec spec)
    {
        long height = spec.InputHeight, width = spec.InputWidth;
        long image = spec.InputChannels * (height + 6) * (width + 6);
        if (spec.Stem == Stem.Conv7x7)
        {
            (height, width) = (Halve(height), Halve(width));
        }

        long peak = image + Tensor(spec.BaseWidth, height, width);
        if (spec.Stem == Stem.Conv7x7)
        {
            (height, width) = (Halve(height), Halve(width));
        }

        foreach (Block block in Blocks(spec))
        {
            long before = Tensor(block.In, height, width) + Tensor(block.Inner, height, width);
            if (block.HasStride)
            {
                (height, width) = (Halve(height), Halve(width));
            }

            long shortcut = block.IsProjected ? Tensor(block.Out, height, width) : 0;
            peak = Math.Max(peak, before + Tensor(block.Inner, height, width) + Tensor(block.Out, height, width) + shortcut);
        }

        return peak;
    }

    /// <summary>
    /// Channels in groups of 16, and a halo of a pixel; the image alone is in single planes, with the halo of a 7x7 kernel.
    /// </summary>
    private static long Tensor(long channels, long height, long width) => (channels + 15) / 16 * 16 * (height + 2) * (width + 2);

    /// <summary>What a convolution or pooling with stride 2 leaves: all of them pad by half their kernel.</summary>
    private static long Halve(long size) => (size + 1) / 2;

    private static IEnumerable<Block> Blocks(Spec spec)
    {
        long channels = spec.BaseWidth;
        for (int stage = 0; stage < spec.Stages.Count; stage++)
        {
            long width = (long)spec.BaseWidth << stage;
            bool isBasic = spec.BlockType == BlockType.Basic;
            long inner = isBasic ? width : width * spec.WidthPerGroup / 64 * spec.Groups;
            long outer = isBasic ? width : 4 * width;
            for (int block = 0; block < spec.Stages[stage]; block++)
            {
                bool hasStride = stage > 0 && block == 0;
                bool isProjected = spec.Shortcut == Shortcut.ProjectionAlways
                    || (spec.Shortcut == Shortcut.Projection && (hasStride || channels != outer));
                yield return new Block(channels, inner, outer, hasStride, isProjected);
                channels = outer;
            }
        }
    }

    private readonly record struct Block(long In, long Inner, long Out, bool HasStride, bool IsProjected);
}
