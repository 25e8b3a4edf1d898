using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

public sealed class WeightsTests
{
    public static TheoryData<string> All => Networks.All;

    [Theory]
    [MemberData(nameof(All))]
    public void WeightsLieOneBehindTheOtherInTheOrderOfLayers(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Operation[] layers = [.. plan.Operations.Where(operation => operation.Parameters > 0)];

        long end = 0;
        Assert.All(
            layers,
            layer =>
            {
                Assert.Equal(end, layer.WeightsOffset);
                Assert.Equal(0, layer.WeightsOffset % 16);
                end += layer.PackedFloats;
            }
        );
        Assert.Equal(plan.WeightFloats, end);
    }

    /// <summary>A bias and, for direct convolutions, no fewer weights than PyTorch's.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void PackedWeightsHoldAllParameters(string attribute) =>
        Assert.All(
            Networks.Plan(attribute).Operations,
            layer =>
            {
                // Scale and shift of a batch norm are folded into a bias.
                long folded = layer is Convolution or StemConvolution or StemWinograd
                    ? layer.Parameters - Channels(layer)
                    : layer.Parameters;
                Assert.InRange(layer.PackedFloats, folded, long.MaxValue);
                Assert.Equal(layer.Parameters > 0, layer.PackedFloats > 0);
            }
        );

    private static int Channels(Operation layer) => ((Activation)layer.Writes).Channels;
}
