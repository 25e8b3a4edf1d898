namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Graphs that are ResNets but for one node, which moves values, adds some or leaves some out.</summary>
public class LookalikeTests
{
    /// <summary>Channels in groups that are transposed are other channels.</summary>
    [Theory]
    [InlineData(false, "node \"turned\" is a Transpose, where a linear layer, the classifier, is expected.")]
    [InlineData(true, "node \"turned\" is a Transpose, where nothing behind the classifier is expected.")]
    public void ShuffledFeatures(bool isBehind, string expected)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even with { Classes = 6 })
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                x = model.Node("Flatten", "flat", [model.Node("GlobalAveragePool", "pool", [x])]);
                x = isBehind ? writer.WriteLinear(x) : x;
                x = model.Node("Reshape", "grouped", [x, model.Integers("groups", 0, 2, -1)]);
                x = model.Node("Transpose", "turned", [x], Attributes.Ints("perm", 0, 2, 1));
                x = model.Node("Reshape", "again", [x, model.Integers("flattened", 0, -1)]);
                return isBehind ? x : writer.WriteLinear(x);
            },
        };
        Assert.StartsWith(expected, Recognised.Not(writer.Write()));
    }

    /// <summary>A single pixel that is padded becomes nine, eight of them with the bias alone.</summary>
    [Theory]
    [InlineData(true, "node \"convolution\" is a Conv, where a linear layer, the classifier, is expected.")]
    [InlineData(false, "node \"mean\" is a GlobalAveragePool, where nothing behind the classifier is expected.")]
    public void PooledClassifier(bool isPadded, string expected)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                string weight = writer.Vector("w", 5 * writer.Features, -1, 1, 5, writer.Features, 1, 1);
                x = model.Node(
                    "Conv",
                    "convolution",
                    [model.Node("GlobalAveragePool", "pool", [x]), weight],
                    Attributes.Padding(isPadded ? 1 : 0)
                );
                return model.Node("GlobalAveragePool", "mean", [x]);
            },
        };
        Assert.StartsWith(expected, Recognised.Not(writer.Write()));
    }

    [Fact]
    public void SumWithAConstant()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Block = (x, block) =>
            {
                if (block.Name != "layer1.0")
                {
                    return writer.WriteBlock(x, block);
                }

                string path = writer.WriteRelu(writer.WriteUnit(x, block.Convolutions[0]), "relu1");
                path = writer.WriteUnit(path, block.Convolutions[1]);
                string half = writer.Model.Floats("half", [0.5f], []);
                return writer.WriteRelu(writer.Model.Node("Sum", "sum", [path, x, half]), "relu2");
            },
        };
        Assert.StartsWith("node \"sum\" is a Sum, where a layer of a residual block", Recognised.Not(writer.Write()));
    }

    [Fact]
    public void ImagesThatAreTurnedTwice()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
            {
                ModelWriter model = writer.Model;
                string x = model.Input(NetworkWriter.Images, 1, 32, 48, 3);
                x = model.Node("Transpose", "planes", [x], Attributes.Ints("perm", 0, 3, 1, 2));
                return model.Node("Transpose", "turned", [x], Attributes.Ints("perm", 0, 1, 3, 2));
            },
        };
        Assert.StartsWith("node \"turned\" is Transpose, which prepares", Recognised.Not(writer.Write()));
    }

    /// <summary>What is not known of a slice is no default.</summary>
    [Theory]
    [InlineData("axes")]
    [InlineData("steps")]
    public void SlicesThatAreComputed(string what)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x =>
            {
                ModelWriter model = writer.Model;
                x = writer.WritePool(x, 1, 1, 1, 1);
                string computed = model.Node(
                    "Cast",
                    "computed",
                    [model.Floats("numbers", [2, 2], 2)],
                    Attributes.Int("to", ModelWriter.Int64)
                );
                string[] inputs =
                [
                    x,
                    model.Integers("starts", 0, 0),
                    model.Integers("ends", long.MaxValue, long.MaxValue),
                    what == "axes" ? computed : model.Integers("axes", 2, 3),
                    what == "steps" ? computed : model.Integers("steps", 1, 1),
                ];
                return model.Node("Slice", "slice", inputs);
            },
        };
        Assert.StartsWith("node \"slice\" is a Slice, where", Recognised.Not(writer.Write()));
    }

    /// <summary>A matrix that was turned and then reshaped has its values elsewhere.</summary>
    [Fact]
    public void WeightsThatAreTurnedAndReshaped()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                (long features, long classes) = (writer.Features, writer.Declaration.Classes);
                x = model.Node("Flatten", "flat", [model.Node("GlobalAveragePool", "pool", [x])]);
                string turned = model.Node(
                    "Transpose",
                    "turned",
                    [writer.Matrix("w", features, classes)],
                    Attributes.Ints("perm", 1, 0)
                );
                return model.Node(
                    "MatMul",
                    "fc",
                    [x, model.Node("Reshape", "reshaped", [turned, model.Integers("shape", features, classes)])]
                );
            },
        };
        Assert.Equal(
            "node \"fc\" is a MatMul, where a linear layer, the classifier, is expected. It reads \"reshaped\", which depends on "
                + "no image: export the network with its constants folded.",
            Recognised.Not(writer.Write())
        );
    }

    /// <summary>What the graph computes of constants is no branch.</summary>
    [Theory]
    [InlineData("Concat")]
    [InlineData("Mul")]
    [InlineData("Einsum")]
    public void ConstantsThatAreNotKnown(string operation)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                string pooled = model.Node("GlobalAveragePool", "pool", [x]);
                string computed = model.Node("Exp", "computed", [writer.Vector("v", 8, 1, 2, 1, 8, 1, 1)]);
                return model.Node(operation, "odd", [pooled, computed], Attributes.Int("axis", 1));
            },
        };
        Assert.Matches(
            $"^node \"odd\" is an? {operation}, where .* is expected\\. It reads",
            Recognised.Not(writer.Write())
        );
    }

    /// <summary>An axis that is given twice is damage, and no end of axes are more than is read.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 200)]
    public void AxesThatCannotBe(int first, int count)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                long[] axes = count == 2 ? [first, first] : [.. Enumerable.Range(0, count).Select(axis => (long)axis)];
                string pads = model.Node(
                    "Unsqueeze",
                    "pads",
                    [model.Integers("zeros", 0, 0, 0, 0, 0, 0, 0, 0), model.Integers("axes", axes)]
                );
                return writer.WriteHead(model.Node("Pad", "padded", [x, pads]));
            },
        };
        Assert.StartsWith("node \"padded\" is a Pad, where", Recognised.Not(writer.Write()));
    }

    /// <summary>Each output is followed for a bounded number of nodes: all of them would be steps without end.</summary>
    [Fact]
    public void OutputsBehindNoEndOfNodes()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                x = writer.WriteHead(x);
                for (int index = 0; index < 200; index++)
                {
                    x = writer.Model.Node("Softmax", $"answer{index}", [x]);
                }

                return x;
            },
        };
        Assert.Contains("is a Softmax, where nothing behind the classifier", Recognised.Not(writer.Write()));
    }
}
