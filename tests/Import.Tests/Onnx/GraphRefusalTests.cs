namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Graphs that no declaration computes: refused by the node, and in the words of the field.</summary>
public class GraphRefusalTests
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
    public void AClassifierThatIsTransposedAndThenReshaped()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                int classes = writer.Declaration.Classes;
                long features = NetworkShape.Of(writer.Declaration).Features;
                string turned = model.Node("Transpose", "turned", [writer.Matrix("w", features, classes)]);
                string weight = model.Node("Reshape", "weight", [turned, model.Integers("shape", features, classes)]);
                x = model.Node("Flatten", "flat", [model.Node("GlobalAveragePool", "pool", [x])]);
                return model.Node("MatMul", "fc", [x, weight]);
            },
        };
        Assert.Contains(
            "node \"fc\" is a MatMul, where a linear layer, the classifier, is expected",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void AveragePoolInTheShortcut()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Shortcut = (x, block) =>
                block.Projection is not { } projection
                    ? x
                    : writer.WriteUnit(
                        writer.Model.Node(
                            "AveragePool",
                            "pool",
                            [x],
                            Attributes.Square("kernel_shape", 2),
                            Attributes.Square("strides", 2)
                        ),
                        projection with
                        {
                            Stride = 1,
                        }
                    ),
        };
        Assert.Equal(
            "node \"pool\" is an AveragePool, where a layer of a residual block is expected. It is a ResNet with an average "
                + "pool in the shortcut, which no attribute declares yet.",
            Recognised.Not(writer.Write())
        );
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

    [Fact]
    public void ZerosBehindAllChannels()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.ZeroPad)
        {
            Shortcut = (x, block) =>
                block.Shortcut == ShortcutKind.Identity
                    ? x
                    : writer.WriteZeros(writer.WriteSlice(x, block, 2), block, 0, 5),
        };
        Assert.Equal(
            "node \"layer2.0.pad\" is a shortcut with stride 2 and 0 channels of zeros before and 5 behind its own, where a "
                + "shortcut of layer2.0 with stride 2 and 2 channels of zeros before and 3 behind its own is expected. It is "
                + "a ResNet with channels of zeros elsewhere, which no attribute declares yet.",
            Recognised.Not(writer.Write())
        );
    }

    [Fact]
    public void MixedShortcuts()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even with { Stages = [3, 1] })
        {
            Shortcut = (x, block) =>
                block.Name == "layer1.1"
                    ? writer.WriteUnit(x, new("p", "q", block.Input, block.Output.Channels, 1))
                    : writer.WriteShortcut(x, block),
        };
        Assert.Contains("mixed shortcuts", Recognised.Not(writer.Write()));
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
    public void LargestOfTheMap()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Head = x => writer.Model.Node("GlobalMaxPool", "pool", [x]) };
        Assert.Contains("It is a ResNet with another pool, which", Recognised.Not(writer.Write()));
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

    [Fact]
    public void ImagesThatAreTooSmall() =>
        Assert.Contains(
            "5 rows and columns are the fewest",
            Recognised.Not(new NetworkWriter(Declared.Even).Write(), new() { InputHeight = 4, InputWidth = 48 })
        );
}
