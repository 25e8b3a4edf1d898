namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Norms as exporters write them: recognised, with the results of ONNX Runtime.</summary>
public class NormVariantTests
{
    private static readonly string[] Epsilons = ["1e-5", "1.001e-5", "1e-3", "1e-7"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OtherEpsilons(int index)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Norm = (x, node) =>
                writer.WriteNorm(
                    x,
                    node,
                    float.Parse(Epsilons[index], System.Globalization.CultureInfo.InvariantCulture)
                ),
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    /// <summary>A variance of zero: what is added to it is all there is.</summary>
    [Fact]
    public void VarianceOfZeroWithAnotherEpsilon()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Norm = (x, node) =>
                writer.Model.Node(
                    "BatchNormalization",
                    node.BatchNorm,
                    [
                        x,
                        writer.Vector(node.Name + ".a", node.OutChannels, 0.001, 0.002),
                        writer.Vector(node.Name + ".b", node.OutChannels, -1, 1),
                        writer.Vector(node.Name + ".c", node.OutChannels, -1, 1),
                        writer.Vector(node.Name + ".d", node.OutChannels, 0, 0),
                    ],
                    Attributes.Float("epsilon", 1e-6f)
                ),
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void FoldedNorms()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Convolution = (x, node) => writer.WriteConvolution(x, node, hasBias: true),
            Norm = (x, _) => x,
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void NormsBehindConvolutionsWithBias()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd) { Convolution = (x, node) => writer.WriteConvolution(x, node, hasBias: true) };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void ConvolutionsWithoutNormOrBias() =>
        Recognised.As<OddBasic>(new NetworkWriter(Declared.Odd) { Norm = (x, _) => x }.Write());

    /// <summary>Caffe's Scale, and whatever else is computed for each channel.</summary>
    [Fact]
    public void NormsOfSingleOperators()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Norm = (x, node) =>
            {
                ModelWriter model = writer.Model;
                string name = node.BatchNorm;
                x = model.Node("Sub", name + ".1", [x, Vector(".mean", [node.OutChannels, 1, 1])]);
                x = model.Node("Div", name + ".2", [x, Vector(".deviation", [1, node.OutChannels, 1, 1])]);
                x = model.Node("Mul", name + ".3", [Vector(".scale", [1, node.OutChannels, 1, 1]), x]);
                x = model.Node("Add", name + ".4", [Vector(".shift", [node.OutChannels, 1, 1]), x]);
                return model.Node("Sub", name + ".5", [model.Floats(name + ".one", [0.5f]), x]);

                string Vector(string end, params long[] shape) =>
                    writer.Vector(name + end, node.OutChannels, 0.5, 1.5, shape);
            },
        };
        Recognised.As<OddBasic>(writer.Write());
    }
}
