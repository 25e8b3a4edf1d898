namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Graphs that are to be exported otherwise: quantised, as in training, with other inputs, damaged.</summary>
public class RefusedExportTests
{
    [Theory]
    [InlineData("DequantizeLinear")]
    [InlineData("QLinearConv")]
    public void QuantisedNetworks(string operation)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x => writer.Model.Node(operation, "quantised", [x, writer.Model.Floats("scale", [0.1f], [])]),
        };
        Assert.Equal(
            $"node \"quantised\" ({operation}) is of a quantised network, and float weights are expected. Take the model "
                + "before it was quantised.",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void TrainingMode()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Norm = (x, node) => writer.WriteNorm(x, node, 1e-5f, Attributes.Int("training_mode", 1)),
        };
        Assert.Contains("(BatchNormalization) is as in training", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void OldOperators() =>
        Assert.Contains(
            "the graph is of operator set 6, and 7 is the oldest",
            Recognised.Not(new NetworkWriter(Declared.Even, operators: 6).Write())
        );

    [Fact]
    public void SecondInput()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x => writer.Model.Node("Add", "noise", [x, writer.Model.Input("seed", 1, 4, 16, 24)]),
        };
        Assert.Contains(
            "the network reads 2 inputs (\"images\", \"seed\"), and one is",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void ImagesOfBytes()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
                writer.Model.Node(
                    "Cast",
                    "floats",
                    [writer.Model.InputOf("bytes", 2, 1, 3, 32, 48)],
                    Attributes.Int("to", 1)
                ),
        };
        Assert.Contains("the input \"bytes\" is UINT8 with 4 extents, and images are", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void ChannelsThatNothingSays()
    {
        ModelWriter model = new();
        model.Output(model.Node("Relu", "y", [model.Input("x", 1, 0, 8, 8)]));
        Assert.Equal(
            "the input \"x\" does not say how many channels an image has, and no convolution with constant weights does. "
                + "Export the network with images as its one input: float32, [image, channel, row, column].",
            Recognised.Not(model.ToArray())
        );
    }

    [Fact]
    public void ImagesThatAreTooSmall() =>
        Assert.Contains(
            "5 rows and columns are the fewest",
            Recognised.Not(new NetworkWriter(Declared.Even).Write(), new() { InputHeight = 4, InputWidth = 48 })
        );

    /// <summary>A node that reads itself through others comes before what it reads.</summary>
    [Fact]
    public void Cycles()
    {
        ModelWriter model = new();
        model.Input("x", 1, 3, 8, 8);
        model.Node("Add", "a", ["x", "b"]);
        model.Node("Relu", "b", ["a"]);
        model.Output("b");
        Assert.Contains(
            "node \"a\" (Add) reads \"b\", which no node before it writes",
            Recognised.Not(model.ToArray())
        );
    }

    [Fact]
    public void ValuesThatAreWrittenTwice()
    {
        ModelWriter model = new();
        model.Node("Relu", "a", [model.Input("x", 1, 3, 8, 8)]);
        model.Node("Relu", "other", ["a"], ["a"]);
        model.Output("a");
        Assert.Contains("the value \"a\" is written twice", Recognised.Not(model.ToArray()));
    }
}
