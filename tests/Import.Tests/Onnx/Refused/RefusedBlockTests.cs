namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Blocks that no declaration has: refused by the node, and in the words of the field.</summary>
public class RefusedBlockTests
{
    /// <summary>Behind each convolution of the first block's path, or in place of it.</summary>
    [Theory]
    [InlineData(
        "LeakyRelu",
        "node \"relu\" is a LeakyRelu, where ReLU is expected. It is a ResNet with LeakyReLU, which"
    )]
    [InlineData("HardSwish", "It is a ResNet with Hardswish, which")]
    [InlineData("Sigmoid", "It is a ResNet with SiLU or another gated activation, which")]
    [InlineData("Clip", "It is a ResNet with a bounded ReLU (ReLU6), which")]
    [InlineData("Elu", "It is a ResNet with ELU, which")]
    public void OtherActivations(string operation, string expected)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Relu = (x, name) =>
                operation switch
                {
                    "Sigmoid" => writer.Model.Node("Mul", name, [x, writer.Model.Node("Sigmoid", name + ".s", [x])]),
                    "Clip" => writer.Model.Node(
                        "Clip",
                        name,
                        [x, writer.Model.Floats(name + ".0", [0], []), writer.Model.Floats(name + ".6", [6], [])]
                    ),
                    _ => writer.Model.Node(operation, name, [x]),
                },
        };
        Assert.Contains(expected, Recognised.Not(writer.Write()));
    }

    [Fact]
    public void NormsOfGroups()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Norm = (x, node) =>
                writer.Model.Node(
                    "InstanceNormalization",
                    node.BatchNorm,
                    [
                        x,
                        writer.Vector(node.Name + ".a", node.OutChannels, 1, 2),
                        writer.Vector(node.Name + ".b", node.OutChannels, 1, 2),
                    ]
                ),
        };
        Assert.Contains("norms of groups or layers in place of batch norm", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void SqueezeAndExcitation()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Norm = (x, node) =>
            {
                x = writer.WriteNorm(x, node);
                if (!node.Name.EndsWith(".conv2"))
                {
                    return x;
                }

                string name = node.Name + ".se";
                long channels = node.OutChannels;
                string squeezed = writer.Model.Node("GlobalAveragePool", name + ".0", [x]);
                squeezed = writer.Model.Node(
                    "Conv",
                    name + ".1",
                    [squeezed, writer.Vector(name + ".a", 2 * channels, -1, 1, 2, channels, 1, 1)]
                );
                squeezed = writer.Model.Node("Relu", name + ".2", [squeezed]);
                squeezed = writer.Model.Node(
                    "Conv",
                    name + ".3",
                    [squeezed, writer.Vector(name + ".b", 2 * channels, -1, 1, channels, 2, 1, 1)]
                );
                return writer.Model.Node("Mul", name, [x, writer.Model.Node("Sigmoid", name + ".4", [squeezed])]);
            },
        };
        string message = Recognised.Not(writer.Write());
        Assert.StartsWith("node \"layer1.0.conv2.se\" is a Mul, where", message);
        Assert.EndsWith(
            "It is a ResNet with squeeze-and-excitation, or another channel attention, which no attribute declares yet.",
            message
        );
    }

    [Fact]
    public void DilatedConvolutions()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Convolution = (x, node) =>
                node.Name != "layer2.0.conv2"
                    ? writer.WriteConvolution(x, node)
                    : writer.WriteConvolution(x, node, false, Attributes.Padding(2), Attributes.Square("dilations", 2)),
        };
        Assert.Equal(
            "node \"layer2.0.conv2\" is a 3x3 convolution with stride 1, dilation 2 from 8 to 8 channels, on maps of 4x6, "
                + "where layer2.0.conv2, a 3x3 convolution with stride 1 from 8 to 8 channels, on maps of 4x6, is expected. "
                + "It is a ResNet with dilated convolutions, which no attribute declares yet.",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void PreActivation()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even with { Stages = [2, 1] })
        {
            Block = (x, block) =>
            {
                string path = x;
                foreach (ConvolutionNode node in block.Convolutions)
                {
                    path = writer.WriteNorm(path, node with { OutChannels = node.Input.Channels });
                    path = writer.WriteConvolution(writer.WriteRelu(path, node.Name + ".relu"), node);
                }

                string shortcut = block.Projection is { } projection ? writer.WriteConvolution(x, projection) : x;
                return writer.Model.Node("Add", block.Name, [path, shortcut]);
            },
            Head = x => writer.WriteHead(writer.WriteRelu(writer.WriteNorm(x, new("", "last", default, 8, 1)), "end")),
        };
        string message = Recognised.Not(writer.Write());
        Assert.StartsWith(
            "node \"layer1.0.bn1\" is a BatchNormalization, where a convolution with constant weights is",
            message
        );
        Assert.EndsWith("It is a ResNet with pre-activation (ResNet v2), which no attribute declares yet.", message);
    }

    [Fact]
    public void MixedBlockTypes()
    {
        NetworkWriter writer = null!;
        NetworkShape bottlenecks = NetworkShape.Of(
            Declared.Even with
            {
                BlockType = BlockType.Bottleneck,
                BaseWidth = 2,
                WidthPerGroup = 64,
            }
        );
        writer = new(Declared.Even)
        {
            Block = (x, block) =>
                writer.WriteBlock(
                    x,
                    block.Name == "layer1.0"
                        ? block
                        : bottlenecks.Stages[1][0] with
                        {
                            Convolutions =
                            [
                                new("a", "an", block.Input, 2, 1),
                                new("b", "bn", block.Input with { Channels = 2 }, 2, 3, 2),
                                new("c", "cn", block.Output with { Channels = 2 }, 8, 1),
                            ],
                            Projection = block.Projection,
                        }
                ),
        };
        Assert.Contains("It is a ResNet with mixed block types, which", Recognised.Not(writer.Write()));
    }

    [Theory]
    [InlineData(6, 2, "stages whose widths do not double from the stem's on")]
    [InlineData(8, 1, "strides elsewhere")]
    public void OtherStages(int channels, int stride, string expected)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Block = (x, block) =>
            {
                if (block.Name == "layer1.0")
                {
                    return writer.WriteBlock(x, block);
                }

                ConvolutionNode first = new("layer2.0.conv1", "layer2.0.bn1", block.Input, channels, 3, stride);
                return writer.WriteBlock(
                    x,
                    block with
                    {
                        Convolutions = [first, new("layer2.0.conv2", "layer2.0.bn2", first.Output, channels, 3)],
                        Projection = new("down.0", "down.1", block.Input, channels, 1, stride),
                    }
                );
            },
            Head = x => writer.Model.Node("GlobalAveragePool", "pool", [x]),
        };
        Assert.Contains(
            $"It is a ResNet with {expected}, which no attribute declares yet.",
            Recognised.Not(writer.Write())
        );
    }
}
