namespace ResNetGen;

/// <summary>
/// A declared network as a tree: stem, stages, blocks, convolutions, with sizes that cannot overflow. Needs numbers
/// within <see cref="NetworkLimits"/>, and one stage at least.
/// </summary>
/// <param name="Image">What the stem reads.</param>
/// <param name="Stem">The stem.</param>
/// <param name="Stages">Blocks of each stage.</param>
/// <param name="Classes">What the classifier tells apart; 0 without one.</param>
internal sealed record NetworkShape(
    MapShape Image,
    StemShape Stem,
    IReadOnlyList<IReadOnlyList<BlockShape>> Stages,
    int Classes
)
{
    /// <summary>Residual blocks, in order.</summary>
    public IEnumerable<BlockShape> Blocks => Stages.SelectMany(stage => stage);

    /// <summary>Features at the end of the last stage: what the classifier sees.</summary>
    public long Features => Stages[Stages.Count - 1][0].Output.Channels;

    /// <summary>Channels of the widest layer.</summary>
    public long WidestChannels => Blocks.SelectMany(block => block.Convolutions).Max(node => node.OutChannels);

    /// <summary>What PyTorch counts: weights of convolutions and classifier, scale and shift of each batch
    /// norm.</summary>
    public long Parameters =>
        Stem.Convolution.Parameters
        + Blocks.SelectMany(block => block.All).Sum(node => node.Parameters)
        + ((Features + 1) * Classes);

    /// <summary>
    /// Floats that one image needs at its busiest, by a rough estimate: the tensors of a block that are alive together,
    /// padded. The image is in single planes, with the halo of a 7x7 kernel.
    /// </summary>
    public long WorkspacePerImage =>
        Math.Max(
            (Image.Channels * (Image.Height + 6) * (Image.Width + 6)) + Stem.Convolution.Output.Padded,
            Blocks.Max(Workspace)
        );

    /// <summary>The tree of a declaration.</summary>
    public static NetworkShape Of(INetworkDeclaration declaration)
    {
        MapShape image = new(declaration.InputChannels, declaration.InputHeight, declaration.InputWidth);
        StemShape stem = StemShape.Of(declaration.Stem, image, declaration.BaseWidth);
        List<IReadOnlyList<BlockShape>> stages = [];
        MapShape map = stem.Output;
        for (int stage = 1; stage <= declaration.Stages.Count; stage++)
        {
            List<BlockShape> blocks = [];
            for (int block = 0; block < declaration.Stages[stage - 1]; block++)
            {
                blocks.Add(BlockShape.Of(declaration, stage, block, map));
                map = blocks[block].Output;
            }

            stages.Add(blocks);
        }

        return new(image, stem, stages, declaration.Classes);
    }

    /// <summary>
    /// The fewest rows or columns of an image of which each layer with stride 2 still gets two.
    /// </summary>
    public static int SmallestInput(Stem stem, int stages)
    {
        int halvings = StemShape.Of(stem, new(1, 1, 1), 1).Halvings + stages - 1;
        return halvings == 0 ? 1 : (1 << (halvings - 1)) + 1;
    }

    /// <summary>Whether every convolution has a whole number of channels.</summary>
    public static bool HasWholeWidths(INetworkDeclaration declaration) =>
        declaration.BlockType != BlockType.Bottleneck
        || (long)declaration.BaseWidth * declaration.WidthPerGroup % 64 == 0;

    // As if all were alive together: the input and the inner map before the stride, the inner map and the output behind
    // it, the projection.
    private static long Workspace(BlockShape block)
    {
        MapShape inner = block.Convolutions[0].Output with { Height = block.Input.Height, Width = block.Input.Width };
        MapShape innerBehind = inner with { Height = block.Output.Height, Width = block.Output.Width };
        return block.Input.Padded
            + inner.Padded
            + innerBehind.Padded
            + block.Output.Padded
            + (block.Projection?.Output.Padded ?? 0);
    }
}
