namespace ResNetGen.Generator.Plan;

/// <summary>Global average pooling, and the classifier where there is one.</summary>
internal static class HeadBlock
{
    public static (BlockGraph Block, Features Embedding) Of(NetworkShape shape, Activation x)
    {
        Features embedding = new("embedding", x.Channels);
        Operation pool = new GlobalAveragePool(x, embedding);
        if (shape.Classes == 0)
        {
            return (new BlockGraph("head", -1, null, [pool], embedding), embedding);
        }

        Features logits = new("logits", shape.Classes);
        return (new BlockGraph("head", -1, null, [pool, new Linear("fc", embedding, logits)], logits), embedding);
    }
}
