using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Tests.Plan;

public sealed class WeightsTests
{
    public static TheoryData<string> All => Networks.All;

    [Theory]
    [MemberData(nameof(All))]
    public void WeightsLieOneBehindTheOtherInTheOrderOfLayersThoseOfManySizesLast(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Assert.All(
            AlgorithmChoice.Widths,
            width =>
            {
                long end = 0;
                Assert.All(
                    PackedSlot
                        .Of(plan.Info.Layers, width)
                        .Zip(plan.Info.Layers.Where(layer => layer.HasWeights).OrderBy(HasManySizes)),
                    pair =>
                    {
                        (PackedSlot slot, LayerInfo layer) = pair;
                        Assert.Same(layer, slot.Layer);
                        Assert.Equal(end, slot.Start);
                        Assert.Equal(end, plan.WeightsOffset(layer.Name, width));
                        Assert.Equal(0, slot.Start % 16);
                        Assert.Equal(0, slot.WeightsStart % 16);
                        end = slot.End;
                    }
                );
                Assert.Equal(end, PackedSlot.Floats(plan.Info.Layers, width));
            }
        );
    }

    private static bool HasManySizes(LayerInfo layer) =>
        layer.Algorithms is { } choice
        && AlgorithmChoice.Widths.Select(width => choice[width].WeightFloats(layer.Shape)).Distinct().Count() > 1;

    /// <summary>No fewer weights than PyTorch's; scale and shift of a batch norm are folded into the bias.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void PackedWeightsHoldAllParameters(string attribute) =>
        Assert.All(
            PackedSlot.Of(Networks.Plan(attribute).Info.Layers, VectorWidth.Vector512),
            slot =>
            {
                Assert.InRange(slot.BiasLength, slot.Layer.OutChannels, long.MaxValue);
                Assert.InRange(slot.WeightsLength, slot.Layer.Shape.Weights, long.MaxValue);
            }
        );

    /// <summary>Scratch memory follows from operations, weights from facts: both have one shape of a convolution.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void OperationsAndFactsHaveTheSameShapes(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Dictionary<string, ConvolutionShape> facts = plan
            .Info.Layers.Where(layer => layer.Algorithms is not null)
            .ToDictionary(layer => layer.Name, layer => layer.Shape);

        Assert.All(
            plan.Graph.Operations.OfType<Convolution>(),
            convolution => Assert.Equal(facts[convolution.Name], convolution.Shape)
        );
        Assert.All(plan.Graph.Operations.OfType<StemConvolution>(), stem => Assert.Equal(facts[stem.Name], stem.Shape));
    }
}
