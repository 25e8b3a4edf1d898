namespace ResNetGen.Generator.Plan;

/// <summary>Global average pooling and the classifier.</summary>
internal static class HeadBlock
{
    public static (BlockGraph Block, Features Embedding, Features Logits) Of(NetworkShape shape, Activation x)
    {
        Features embedding = new("embedding", x.Channels);
        Features logits = new("logits", shape.Classes);
        Operation[] operations = [new GlobalAveragePool(x, embedding), new Linear("fc", embedding, logits)];
        return (new BlockGraph("head", -1, null, [.. operations], logits), embedding, logits);
    }
}
