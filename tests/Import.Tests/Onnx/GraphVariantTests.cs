using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>The same networks as other exporters write them: recognised, with the results of ONNX Runtime.</summary>
public class GraphVariantTests
{
    private static readonly string[] Epsilons = ["1e-5", "1.001e-5", "1e-3", "1e-7"];

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
    public void BottlenecksWithGroupsAndProjections() =>
        Recognised.As<EvenBottleneck>(new NetworkWriter(Declared.Bottleneck).Write());

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

    /// <summary>In the graph, the shortcut stands before the block.</summary>
    [Fact]
    public void ProjectionBeforeTheBlock()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Bottleneck)
        {
            Block = (x, block) =>
            {
                int before = writer.Model.Nodes;
                string shortcut = writer.WriteShortcut(x, block);
                int nodes = writer.Model.Nodes - before;
                string path = x;
                foreach (ConvolutionNode node in block.Convolutions)
                {
                    path = writer.WriteUnit(path, node);
                    path = node == block.Convolutions[^1] ? path : writer.WriteRelu(path, node.Name + ".relu");
                }

                Assert.Equal(2, nodes);
                string sum = writer.Model.Node("Sum", block.Name + ".sum", [shortcut, path]);
                return writer.WriteRelu(sum, block.Name + ".relu");
            },
        };
        Recognised.As<EvenBottleneck>(writer.Write());
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

    /// <summary>Weights in Constant nodes, one under two names, one turned.</summary>
    [Fact]
    public void WeightsThroughOtherNodes()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                x = model.Node("GlobalAveragePool", "pool", [x]);
                x = model.Node("Flatten", "flat", [x]);
                float[] values = writer.Random(writer.Declaration.Classes * writer.Features, -1, 1);
                model.Node(
                    "Constant",
                    "weight",
                    [],
                    ModelWriter.TensorOf(
                        "value",
                        ModelWriter
                            .Tensor("", ModelWriter.Float32, writer.Declaration.Classes, writer.Features)
                            .Add(9, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray())
                    )
                );
                string turned = model.Node("Transpose", "turned", ["weight"], Attributes.Ints("perm", 1, 0));
                x = model.Node("MatMul", "product", [x, turned]);
                string bias = writer.Vector("bias", writer.Declaration.Classes, -1, 1);
                return model.Node("Add", "fc", [model.Node("Identity", "other", [bias]), x]);
            },
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void AConstantOfManyRowsWithoutValues()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                string empty = model.Tensor(ModelWriter.Tensor("empty", ModelWriter.Int64, 1L << 40, 0), "empty");
                string first = model.Integers("first", 0);
                model.Node(
                    "Slice",
                    "rows",
                    [empty, first, model.Integers("end", 1L << 40), first, model.Integers("step", 1)]
                );
                return writer.WriteLinear(
                    model.Node("Flatten", "flat", [model.Node("GlobalAveragePool", "pool", [x])])
                );
            },
        };
        Recognised.As<EvenBasic>(writer.Write());
    }

    [Theory]
    [InlineData("Gemm")]
    [InlineData("Gemm without bias")]
    [InlineData("MatMul")]
    [InlineData("Conv")]
    [InlineData("Reshape")]
    [InlineData("Reshape by Shape")]
    [InlineData("Squeeze")]
    [InlineData("ReduceMean")]
    [InlineData("ReduceMean with axes as an input")]
    [InlineData("AveragePool")]
    [InlineData("Dropout")]
    public void Heads(string head)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even, head.EndsWith("input") ? 18 : 13)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                int classes = writer.Declaration.Classes;
                MapShape map = NetworkShape.Of(writer.Declaration).Stages[^1][^1].Output;
                x = head switch
                {
                    "ReduceMean" => model.Node(
                        "ReduceMean",
                        "mean",
                        [x],
                        Attributes.Ints("axes", -1, -2),
                        Attributes.Int("keepdims", 0)
                    ),
                    "ReduceMean with axes as an input" => model.Node(
                        "ReduceMean",
                        "mean",
                        [x, model.Integers("axes", 2, 3)]
                    ),
                    "AveragePool" => model.Node(
                        "AveragePool",
                        "pool",
                        [x],
                        Attributes.Ints("kernel_shape", map.Height, map.Width)
                    ),
                    _ => model.Node("GlobalAveragePool", "pool", [x]),
                };
                if (head == "Conv")
                {
                    string weight = writer.Vector("w", classes * map.Channels, -1, 1, classes, map.Channels, 1, 1);
                    x = model.Node("Conv", "convolution", [x, weight, writer.Vector("b", classes, -1, 1)]);
                    return model.Node("Flatten", "fc", [x]);
                }

                x = head switch
                {
                    "ReduceMean" => x,
                    "Reshape" => model.Node("Reshape", "flat", [x, model.Integers("shape", 0, -1)]),
                    "Squeeze" => model.Node("Squeeze", "flat", [x, model.Integers("axes2", 2, 3)]),
                    "Reshape by Shape" => model.Node(
                        "Reshape",
                        "flat",
                        [
                            x,
                            model.Node(
                                "Concat",
                                "shape",
                                [
                                    model.Node(
                                        "Unsqueeze",
                                        "batches",
                                        [
                                            model.Node(
                                                "Gather",
                                                "batch",
                                                [
                                                    model.Node("Shape", "of", [x]),
                                                    model.Tensor(ModelWriter.Tensor("zero", 7).Add(7, 0), "zero"),
                                                ]
                                            ),
                                            model.Integers("axis", 0),
                                        ]
                                    ),
                                    model.Integers("rest", -1),
                                ],
                                Attributes.Int("axis", 0)
                            ),
                        ]
                    ),
                    _ => model.Node("Flatten", "flat", [x]),
                };
                x = head == "Dropout" ? model.Node("Dropout", "dropout", [x]) : x;
                return head switch
                {
                    "Gemm" => model.Node(
                        "Gemm",
                        "fc",
                        [x, writer.Matrix("w", map.Channels, classes), writer.Vector("b", classes, -1, 1, 1, classes)]
                    ),
                    "Gemm without bias" => model.Node("Gemm", "fc", [x, writer.Matrix("w", map.Channels, classes)]),
                    "MatMul" => model.Node("MatMul", "fc", [x, writer.Matrix("w", map.Channels, classes)]),
                    _ => writer.WriteLinear(x),
                };
            },
        };
        Recognised.As<EvenBasic>(writer.Write());
    }

    [Fact]
    public void ClassifierMayBeMissing()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Head = x => writer.Model.Node("GlobalAveragePool", "pool", [x]) };
        Assert.Empty(Recognised.As<EvenFeatures>(writer.Write()));
    }

    [Fact]
    public void PoolMayBeMissingToo()
    {
        MapShape map = NetworkShape.Of(Declared.Even).Stages[^1][^1].Output;
        int pixels = (int)(map.Height * map.Width);
        using TemporaryFolder folder = new();
        string path = folder.Write("map.onnx", new NetworkWriter(Declared.Even) { Head = x => x }.Write());
        using Checkpoint checkpoint = Checkpoint.Open(path);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.True(network.Computes(EvenFeatures.Network));
        Assert.Contains("ends with the last feature map", Assert.Single(network.Notes));
        Assert.True(pixels > 1);
    }

    [Fact]
    public void SoftmaxIsLeftOff()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x => writer.Model.Node("Softmax", "answer", [writer.WriteHead(x)], Attributes.Int("axis", 1)),
        };
        string note = Assert.Single(Recognised.As<EvenBasic>(writer.Write(), output: Softmax));
        Assert.StartsWith("Softmax at the end is left off", note);

        static float[] Softmax(float[] logits)
        {
            double[] powers = [.. logits.Select(logit => Math.Exp(logit))];
            return [.. powers.Select(power => (float)(power / powers.Sum()))];
        }
    }

    [Fact]
    public void ClassifierIsTakenOfSeveralOutputs()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                string logits = writer.WriteHead(x);
                foreach (string output in new[] { x, "avgpool", model.Node("Softmax", "p", [logits]) })
                {
                    model.Output(output);
                }

                return logits;
            },
        };
        Assert.Equal(["Of the 4 outputs of the graph, \"fc\" is taken."], Recognised.As<EvenBasic>(writer.Write()));
    }

    [Fact]
    public void ChannelsLast()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
                writer.Model.Node(
                    "Transpose",
                    "planes",
                    [writer.Model.Input(NetworkWriter.Images, 1, 32, 48, 3)],
                    Attributes.Ints("perm", 0, 3, 1, 2)
                ),
        };
        string note = Assert.Single(Recognised.As<EvenBasic>(writer.Write(), input: Interleave));
        Assert.Contains("the class takes planes", note);

        static float[] Interleave(float[] planes)
        {
            int pixels = planes.Length / 3;
            return [.. Enumerable.Range(0, planes.Length).Select(index => planes[(index % 3 * pixels) + (index / 3)])];
        }
    }

    [Fact]
    public void SizeOfImagesMayBeOpen()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Begin = () => writer.Model.Input(NetworkWriter.Images, 0, 0, 0, 0) };
        byte[] model = writer.Write();
        Assert.Empty(Recognised.As<OddBasic>(model, new() { InputHeight = 33, InputWidth = 47 }));

        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", model));
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.Equal("[ResNet(BlockType.Basic, 1, 1, Classes = 3, BaseWidth = 4)]", network.Declaration.ToString());
        Assert.Contains("224x224 is assumed", Assert.Single(network.Notes));
    }

    /// <summary>A folder of Hugging Face's optimum: labels and preparation are beside the graph.</summary>
    [Fact]
    public void FilesBesideTellTheRest()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even) { Begin = () => writer.Model.Input(NetworkWriter.Images, 0, 3, 0, 0) };
        using TemporaryFolder folder = new();
        folder.Write("model.onnx", writer.Write());
        string config = """
            {"architecture": "resnet18", "num_classes": 3, "label_names": ["a", "b", "c"],
             "pretrained_cfg": {"input_size": [3, 32, 48], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
                                "crop_pct": 1.0, "interpolation": "bilinear"}}
            """;
        File.WriteAllText(folder["config.json"], config);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.Throws<WeightFileException>(() => ImportedNetwork.Recognise(checkpoint));

        File.WriteAllText(
            folder["config.json"],
            """
            {"model_type": "resnet", "depths": [1, 1], "layer_type": "basic", "hidden_sizes": [4, 8], "embedding_size": 4,
             "id2label": {"0": "a", "1": "b", "2": "c"}}
            """
        );
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.Equal(["a", "b", "c"], network.Labels);
        Assert.Equal((2, 1), (network.Declaration.Stages.Count, network.Declaration.Stages[1]));
    }

    /// <summary>The graph decides, and an option that says otherwise is wrong.</summary>
    [Fact]
    public void StrideIsThatOfTheGraph() =>
        Assert.Contains(
            "the stride of its blocks was said to be in Conv1x1. Leave --stride out.",
            Recognised.Not(
                new NetworkWriter(Declared.Bottleneck).Write(),
                new() { BottleneckStride = BottleneckStride.Conv1x1 }
            )
        );

    /// <summary>Until version 3 of the format, constants are inputs too.</summary>
    [Fact]
    public void ConstantsAmongTheInputs()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
            {
                writer.Model.Input("fc.bias", 3);
                return writer.Model.Input(NetworkWriter.Images, 1, 3, 32, 48);
            },
        };
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        Assert.True(ImportedNetwork.Recognise(checkpoint).Computes(EvenBasic.Network));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ZeroPadding(bool isOneByOne)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.ZeroPad)
        {
            Shortcut = (x, block) =>
            {
                if (!isOneByOne || block.Shortcut == ShortcutKind.Identity)
                {
                    return writer.WriteShortcut(x, block);
                }

                ModelWriter model = writer.Model;
                x = writer.WriteZeros(x, block, 2, 3);
                x = model.Node(
                    "Slice",
                    "rows",
                    [x, model.Integers("a", 0), model.Integers("b", 9), model.Integers("c", 2), model.Integers("d", 2)]
                );
                return model.Node(
                    "Slice",
                    "columns",
                    [
                        x,
                        model.Integers("e", 0),
                        model.Integers("f", 11),
                        model.Integers("g", -1),
                        model.Integers("h", 2),
                    ]
                );
            },
        };
        Recognised.As<SmallZeroPad>(writer.Write());
    }

    [Fact]
    public void ZeroPaddingBehindAPoolOfSinglePixels()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.ZeroPad)
        {
            Shortcut = (x, block) =>
                block.Shortcut == ShortcutKind.Identity
                    ? x
                    : writer.WriteZeros(
                        writer.Model.Node(
                            "AveragePool",
                            "subsample",
                            [x],
                            Attributes.Square("kernel_shape", 1),
                            Attributes.Square("strides", 2)
                        ),
                        block,
                        2,
                        3
                    ),
        };
        Recognised.As<SmallZeroPad>(writer.Write());
    }

    [Fact]
    public void WhatNothingReadsIsLeftOut()
    {
        NetworkWriter writer = new(Declared.Even);
        string other = writer.Model.Floats("aux.weight", [1, 2, 3, 4], 4);
        writer.Model.Output(writer.Model.Node("Relu", "aux", [other]));
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        Assert.Equal(["aux.weight"], ImportedNetwork.Recognise(checkpoint).LeftOut);
    }
}
