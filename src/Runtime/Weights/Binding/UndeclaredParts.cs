namespace ResNetGen.Weights;

/// <summary>
/// What members of the family have that no attribute declares, as far as tensors tell. Each is told in words, in place
/// of the names that a network has too many or too few.
/// </summary>
internal static class UndeclaredParts
{
    public const string DeepStem = "a deep stem of three 3x3 convolutions (ResNet-C and -D), which no Stem declares";

    public const string AveragePool =
        "an average pool before the shortcuts' convolutions (ResNet-D), which no Shortcut declares";

    public const string SqueezeAndExcitation = "squeeze-and-excitation, which no option declares";

    public const string ChannelAttention = "efficient channel attention (ECA), which no option declares";

    /// <summary>Looks at the tensors of a network.</summary>
    /// <param name="network">Its tensors, by torchvision's names.</param>
    /// <returns>What it has, without a verb.</returns>
    public static IEnumerable<string> Of(NetworkSketch network)
    {
        bool Any(string part) => network.Shapes.Keys.Any(name => name.Contains(part, StringComparison.Ordinal));

        bool InBlocks(Func<string, TensorShape, bool> has) =>
            network.Shapes.Any(pair => BlockName.Parse(pair.Key) is { } block && has(block.Member, pair.Value));

        bool hasStem = network.Shapes.ContainsKey("conv1.weight");
        if (
            network.Shapes.ContainsKey("conv1.0.weight")
            || (hasStem && network.Shapes.ContainsKey("conv2.weight") && network.Shapes.ContainsKey("conv3.weight"))
        )
        {
            yield return DeepStem;
        }
        else if (network.Stem is { } stem && network.DeclaredStem is null)
        {
            yield return $"a stem of {stem[2]}x{stem[3]}, which no Stem declares";
        }

        if (network.Shapes.ContainsKey("maxpool.0.weight"))
        {
            yield return "a convolution with a stride in place of the stem's pool (ResNet-RS), which no Stem declares";
        }

        if (InBlocks((member, shape) => member == "downsample.1.weight" && shape.Rank == 4))
        {
            yield return AveragePool;
        }
        else if (InBlocks((member, shape) => member == "downsample.0.weight" && shape is { Rank: 4 } && shape[2] > 1))
        {
            yield return "shortcuts with a 3x3 convolution (SENet), which no Shortcut declares";
        }

        if (
            InBlocks(
                (member, _) => IsPart(member, "se.fc") || IsPart(member, "se_module.") || IsPart(member, "se_layer.")
            )
        )
        {
            yield return SqueezeAndExcitation;
        }

        if (InBlocks((member, _) => IsPart(member, "se.conv")))
        {
            yield return ChannelAttention;
        }

        if (network.HasBothBlocks)
        {
            yield return "blocks of both kinds, basic and bottleneck, where a network has one";
        }

        if (InBlocks((member, _) => member is "conv1.bias" or "conv2.bias" or "conv3.bias"))
        {
            yield return "convolutions with a bias, where each has a batch norm";
        }

        if (network.Stages.Count > 0 && !network.HasStatistics)
        {
            yield return "no batch-norm statistics (running_mean, running_var): they were folded into the convolutions "
                + "or left out, or its norms are of another kind (group norm)";
        }
        else if (hasStem && network.Stages.Count > 0 && !network.Shapes.ContainsKey("bn1.weight"))
        {
            yield return "no batch norm behind its first convolution: it is a pre-activation ResNet (ResNet v2), which "
                + "no BlockType declares";
        }

        if (Any("stages.0.blocks.0.norm1.") || Any("stages.0.blocks.0.conv1."))
        {
            yield return "blocks of another family of timm (pre-activation ResNetV2, RegNet or the like)";
        }

        static bool IsPart(string member, string part) => member.StartsWith(part, StringComparison.Ordinal);
    }
}
