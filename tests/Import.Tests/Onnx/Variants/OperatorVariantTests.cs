namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Operators of other sets, and those that change nothing: recognised as ONNX Runtime computes them.</summary>
public class OperatorVariantTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(19)]
    [InlineData(21)]
    public void OperatorSets(long operators) =>
        Recognised.As<OddBasic>(new NetworkWriter(Declared.Odd, operators).Write());

    [Fact]
    public void StandardOperatorsByTheirFullName() =>
        Recognised.As<OddBasic>(new NetworkWriter(Declared.Odd) { Model = new() { Domain = "ai.onnx" } }.Write());

    [Fact]
    public void ReluByClip()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Relu = (x, name) => writer.Model.Node("Clip", name, [x, writer.Model.Floats(name + ".0", [0], [])]),
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void ReluByClipOfOldOperators()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd, operators: 9)
        {
            Relu = (x, name) =>
                writer.Model.Node(
                    "Clip",
                    name,
                    [x],
                    Attributes.Float("min", 0),
                    Attributes.Float("max", float.MaxValue)
                ),
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    /// <summary>What changes nothing may stand anywhere.</summary>
    [Fact]
    public void NodesThatChangeNothing()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Relu = (x, name) =>
            {
                ModelWriter model = writer.Model;
                x = model.Node("Identity", name + ".1", [x]);
                x = model.Node("Relu", name + ".2", [x]);
                x = model.Node("Cast", name + ".3", [x], Attributes.Int("to", ModelWriter.Float32));
                x = model.Node("Dropout", name + ".4", [x]);
                x = model.Node("Pad", name + ".5", [x, model.Integers(name + ".0", 0, 0, 0, 0, 0, 0, 0, 0)]);
                return model.Node("Relu", name, [x]);
            },
        };
        Recognised.As<OddBasic>(writer.Write());
    }
}
