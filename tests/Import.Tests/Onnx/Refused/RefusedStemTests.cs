namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Stems that no declaration has.</summary>
public class RefusedStemTests
{
    [Fact]
    public void DeepStem()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Stem = x =>
            {
                MapShape shape = new(3, 32, 48);
                for (int index = 0; index < 3; index++)
                {
                    ConvolutionNode node = new($"conv1.{index}", $"bn.{index}", shape, 4, 3, index == 0 ? 2 : 1);
                    x = writer.WriteRelu(writer.WriteUnit(x, node), $"relu.{index}");
                    shape = node.Output;
                }

                return writer.WritePool(x, 1, 1, 1, 1);
            },
        };
        Assert.Equal(
            "node \"conv1.1\" is a Conv, where a residual block, whose input two nodes read, is expected. It is a ResNet with "
                + "a stem of several convolutions (deep stem), which no attribute declares yet.",
            Recognised.Not(writer.Write())
        );
    }

    [Theory]
    [InlineData(7, 2, false, "from 3 to 4 channels, on maps of 32x48 and no max pool behind it")]
    [InlineData(3, 1, true, "a 3x3 convolution with stride 1")]
    [InlineData(3, 2, false, "a 3x3 convolution with stride 2")]
    [InlineData(5, 2, true, "a 5x5 convolution with stride 2")]
    public void OtherStems(int kernel, int stride, bool hasPool, string expected)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Stem = x =>
            {
                x = writer.WriteRelu(
                    writer.WriteUnit(x, new("conv1", "bn1", new(3, 32, 48), 4, kernel, stride)),
                    "relu"
                );
                return hasPool ? writer.WritePool(x, 1, 1, 1, 1) : x;
            },
        };
        string message = Recognised.Not(writer.Write());
        Assert.Contains(expected, message);
        Assert.Contains("It is a ResNet with another stem, which no attribute declares yet.", message);
    }

    [Fact]
    public void BlurPools()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x =>
            {
                ModelWriter model = writer.Model;
                x = model.Node(
                    "Pad",
                    "reflected",
                    [x, model.Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)],
                    ModelWriter.Text("mode", "reflect")
                );
                return model.Node(
                    "Conv",
                    "blur",
                    [x, writer.Vector("kernel", 4 * 9, 0, 1, 4, 1, 3, 3)],
                    Attributes.Square("strides", 2),
                    Attributes.Int("group", 4)
                );
            },
        };
        Assert.Contains("anti-aliasing (blur pools)", Recognised.Not(writer.Write()));
    }

    [Theory]
    [InlineData("Sub")]
    [InlineData("Div")]
    [InlineData("BatchNormalization")]
    public void PreparationOfImages(string operation)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
            {
                string x = writer.Model.Input(NetworkWriter.Images, 1, 3, 32, 48);
                return operation == "BatchNormalization"
                    ? writer.WriteNorm(x, new("", "data", default, 3, 1))
                    : writer.Model.Node(operation, "data", [x, writer.Vector("mean", 3, 100, 120, 1, 3, 1, 1)]);
            },
        };
        Assert.Equal(
            $"node \"data\" is {operation}, which prepares the images, where the stem's convolution is expected. It cannot "
                + "become part of a convolution that pads: export the network without it, and prepare the images with a "
                + "Preprocessing.",
            Recognised.Not(writer.Write())
        );
    }
}
