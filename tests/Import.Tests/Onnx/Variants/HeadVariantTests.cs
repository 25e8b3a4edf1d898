using ResNetGen.Runtime.Tests.Execution;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>What is behind the blocks, as exporters write it: recognised, with the results of ONNX Runtime.</summary>
public class HeadVariantTests
{
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
        writer = new(Declared.Tiny) { Head = x => writer.Model.Node("GlobalAveragePool", "pool", [x]) };
        Assert.Empty(Recognised.As<FeaturesTinyBasic>(writer.Write()));
    }

    [Fact]
    public void PoolMayBeMissingToo()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("map.onnx", new NetworkWriter(Declared.Tiny) { Head = x => x }.Write());
        using Checkpoint checkpoint = Checkpoint.Open(path);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.True(network.Computes(FeaturesTinyBasic.Network));
        Assert.Contains("ends with the last feature map", Assert.Single(network.Notes));
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

    /// <summary>A head that no class has does not hide one that it has, wherever it stands.</summary>
    [Theory]
    [InlineData("scaled", true)]
    [InlineData("scaled", false)]
    [InlineData("two layers", true)]
    [InlineData("two layers", false)]
    [InlineData("earlier features", true)]
    [InlineData("earlier features", false)]
    public void OtherHeadsAreLeftAlone(string other, bool isBehind)
    {
        NetworkWriter writer = null!;
        string early = "";
        writer = new(Declared.Even)
        {
            Block = (x, block) => writer.WriteBlock(early = x, block),
            Head = x =>
            {
                string logits = isBehind ? writer.WriteHead(x) : "";
                ModelWriter model = writer.Model;
                string features = other == "earlier features" ? early : x;
                features = model.Node("Flatten", "f", [model.Node("GlobalAveragePool", "p", [features])]);
                string weight = writer.Matrix("m", other == "earlier features" ? 4 : writer.Features, 3);
                string head = other switch
                {
                    "scaled" => model.Node("Gemm", "head", [features, weight], Attributes.Float("alpha", 2)),
                    "two layers" => model.Node(
                        "MatMul",
                        "head",
                        [
                            model.Node("Relu", "r", [model.Node("MatMul", "first", [features, weight])]),
                            writer.Matrix("m2", 3, 3),
                        ]
                    ),
                    _ => model.Node("MatMul", "head", [features, weight]),
                };
                model.Output(head);
                return isBehind ? logits : writer.WriteHead(x);
            },
        };
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.True(network.Computes(EvenBasic.Network));
        Assert.Equal(["Of the 2 outputs of the graph, \"fc\" is taken."], network.Notes);
    }
}
