using ResNetGen.Bench.Tests;
using ResNetGen.Runtime.Tests.Execution;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Blocks as exporters write them: recognised, with the results of ONNX Runtime.</summary>
public class BlockVariantTests
{
    [Fact]
    public void BottlenecksWithGroups() =>
        Recognised.As<TinyGroupedBottleneck>(new NetworkWriter(Declared.Grouped).Write());

    /// <summary>In the graph, the shortcut stands before the block.</summary>
    [Fact]
    public void ProjectionBeforeTheBlock()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Projected)
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
        Recognised.As<ProjectedBottleneck>(writer.Write());
    }

    /// <summary>The graph decides, and an option that says otherwise is wrong.</summary>
    [Fact]
    public void StrideIsThatOfTheGraph() =>
        Assert.Contains(
            "the stride of its blocks was said to be in Conv1x1. Leave --stride out.",
            Recognised.Not(
                new NetworkWriter(Declared.Projected).Write(),
                new() { BottleneckStride = BottleneckStride.Conv1x1 }
            )
        );

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
                if (!isOneByOne || block.Stride == 1)
                {
                    return writer.WriteShortcut(x, block);
                }

                ModelWriter model = writer.Model;
                x = writer.WriteZeros(x, block, 10, 10);
                x = model.Node(
                    "Slice",
                    "rows",
                    [x, model.Integers("a", 0), model.Integers("b", 11), model.Integers("c", 2), model.Integers("d", 2)]
                );
                return model.Node(
                    "Slice",
                    "columns",
                    [
                        x,
                        model.Integers("e", 0),
                        model.Integers("f", 13),
                        model.Integers("g", -1),
                        model.Integers("h", 2),
                    ]
                );
            },
        };
        Recognised.As<OddZeroPad>(writer.Write());
    }

    [Fact]
    public void ZeroPaddingBehindAPoolOfSinglePixels()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.ZeroPad)
        {
            Shortcut = (x, block) =>
                block.Stride == 1
                    ? writer.WriteShortcut(x, block)
                    : writer.WriteZeros(
                        writer.Model.Node(
                            "AveragePool",
                            "subsample",
                            [x],
                            Attributes.Square("kernel_shape", 1),
                            Attributes.Square("strides", 2)
                        ),
                        block,
                        10,
                        10
                    ),
        };
        Recognised.As<OddZeroPad>(writer.Write());
    }
}
