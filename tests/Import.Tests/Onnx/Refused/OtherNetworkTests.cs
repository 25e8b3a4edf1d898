namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Networks of another kind, and ends that no ResNet has.</summary>
public class OtherNetworkTests
{
    [Fact]
    public void LargestOfTheMap()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Head = x => writer.Model.Node("GlobalMaxPool", "pool", [x]) };
        Assert.Contains("It is a ResNet with another pool, which", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void TwoLinearLayers()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x => writer.Model.Node("MatMul", "second", [writer.WriteHead(x), writer.Matrix("m", 3, 2)]),
        };
        Assert.Contains(
            "node \"second\" is a MatMul, where nothing behind the classifier is",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void NetworkWithoutShortcuts()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Block = (x, block) =>
                block.Convolutions.Aggregate(
                    x,
                    (at, node) => writer.WriteRelu(writer.WriteUnit(at, node), node.Name + ".relu")
                ),
        };
        Assert.EndsWith("This is no ResNet (no residual block).", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void BranchesThatAreConcatenated()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Block = (x, block) =>
                writer.Model.Node(
                    "Concat",
                    block.Name,
                    [x, writer.WriteRelu(x, block.Name + ".relu")],
                    Attributes.Int("axis", 1)
                ),
            Head = x => x,
        };
        Assert.EndsWith(
            "This is no ResNet (no residual block, branches that are concatenated).",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void DepthwiseConvolutions()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x =>
                writer.Model.Node(
                    "Conv",
                    "depthwise",
                    [x, writer.Vector("w", 4 * 9, 0, 1, 4, 1, 3, 3)],
                    Attributes.Padding(1),
                    Attributes.Square("strides", 2),
                    Attributes.Int("group", 4)
                ),
        };
        Assert.EndsWith("This is no ResNet (depthwise convolutions).", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void GraphsWithoutANetwork()
    {
        ModelWriter model = new();
        model.Output(model.Node("Relu", "y", [model.Input("x", 1, 3, 8, 8)]));
        Assert.Contains("This is no ResNet (no convolution with constant weights)", Recognised.Not(model.ToArray()));
    }
}
