namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Shortcuts that no declaration has.</summary>
public class RefusedShortcutTests
{
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

    /// <summary>From each pool a bounded number of nodes is looked at: of a chain, all would be steps without end.</summary>
    [Theory]
    [InlineData(50, false)]
    [InlineData(150, true)]
    public void ChainsOfPoolsAreLookedThroughSoFar(int pools, bool isFar)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Shortcut = (x, block) =>
            {
                for (int index = 0; index < pools && block.Projection is not null; index++)
                {
                    x = writer.Model.Node("AveragePool", $"p{index}", [x], Attributes.Square("kernel_shape", 2));
                }

                return writer.WriteShortcut(x, block);
            },
        };
        string message = Recognised.Not(writer.Write());
        Assert.Contains("an average pool in the shortcut", message);
        Assert.Equal(isFar, message.Contains("average pools between convolutions (anti-aliasing)"));
    }

    [Fact]
    public void ZerosBehindAllChannels()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.ZeroPad)
        {
            Shortcut = (x, block) =>
                block.Stride == 1
                    ? writer.WriteShortcut(x, block)
                    : writer.WriteZeros(writer.WriteSlice(x, block, 2), block, 0, 20),
        };
        Assert.Equal(
            "node \"layer2.0.pad\" is a shortcut with stride 2 and 0 channels of zeros before and 20 behind its own, where a "
                + "shortcut of layer2.0 with stride 2 and 10 channels of zeros before and 10 behind its own is expected. It is "
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
}
