namespace ResNetGen.Generator.Plan;

/// <summary>The first convolution, and a pool where the stem has one.</summary>
internal static class StemBlock
{
    public static (BlockGraph Block, IEnumerable<FeatureMap> Maps) Of(NetworkShape shape)
    {
        ConvolutionNode node = shape.Stem.Convolution;
        InputPlanes planes = new(shape.Image, node.Kernel / 2);
        Activation conv1 = new("conv1", node.Output, NonZero.BehindReLU(stage: 0));
        Operation[] path = [new PadInput(planes), new StemConvolution(node, planes, conv1)];
        FeatureMap relu = new("relu", conv1);
        if (!shape.Stem.HasPool)
        {
            return (new BlockGraph("stem", 0, null, [.. path], conv1), [relu]);
        }

        Activation y = new("y", shape.Stem.Output);
        MaxPool pool = new(conv1, y);
        return (new BlockGraph("stem", 0, null, [.. path, pool], y), [relu, new FeatureMap(pool.Name, y)]);
    }
}
