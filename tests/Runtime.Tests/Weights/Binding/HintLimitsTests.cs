using ResNetGen.Weights;
using static ResNetGen.Runtime.Tests.Weights.HintTrial;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Nothing is declared that the generator refuses.</summary>
public sealed class HintLimitsTests
{
    /// <summary>A file can claim anything of a tensor that has no values.</summary>
    [Theory]
    [InlineData("fc.weight", "0, 64")]
    [InlineData("fc.weight", "1000001, 0")]
    [InlineData("fc.weight", "9223372036854775807, 0")]
    [InlineData("conv1.weight", "8193, 3, 0, 0")]
    [InlineData("conv1.weight", "0, 3, 7, 7")]
    [InlineData("conv1.weight", "8, 4097, 0, 0")]
    [InlineData("conv1.weight", "8, 0, 7, 7")]
    public void NothingIsDeclaredThatTheGeneratorRefuses(string name, string shape)
    {
        SafetensorsWriter writer = new SafetensorsWriter().Add(name, [.. shape.Split(", ").Select(long.Parse)]);
        foreach (ExpectedTensor? tensor in Basic.Tensors().Where(tensor => tensor.Name != name))
        {
            writer.Add(
                tensor.Name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.DoesNotContain(": declare", Mismatch(file, Basic).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "layer1.99998")]
    [InlineData(true, "layer1.2147483646", "layer2.2147483646")]
    [InlineData(true, "layer1.2147483647")]
    [InlineData(true, "layer1.1")]
    [InlineData(true, "layer2.0")]
    [InlineData(true, "layer1.0", "layer100.0")]
    [InlineData(true, "layer1.0", "layer3.0")]
    [InlineData(true, "layer0.0")]
    [InlineData(false, "layer1.0", "layer1.1", "layer2.0")]
    public void BlocksAreDeclaredOnlyWhereAllAreThere(bool isOdd, params string[] blocks)
    {
        SafetensorsWriter writer = new();
        foreach (string block in blocks)
        {
            writer.Add(block + ".conv1.weight", [0]);
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.Equal(isOdd, !Mismatch(file, Basic).Message.Contains(": declare", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8, 1, "declare [ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1)]")]
    [InlineData(9, 1, null)]
    [InlineData(1, NetworkLimits.Blocks, "declare [ResNet(BlockType.Basic, 2048)]")]
    [InlineData(1, NetworkLimits.Blocks + 1, null)]
    [InlineData(8, 20, "declare [ResNet(BlockType.Basic, 20, 20, 20, 20, 20, 20, 20, 20)]")]
    [InlineData(8, 200, null)]
    public void BlocksAreDeclaredUpToTheLimits(int stages, int blocks, string? declaration)
    {
        SafetensorsWriter writer = new();
        for (int stage = 1; stage <= stages; stage++)
        {
            for (int block = 0; block < blocks; block++)
            {
                writer.Add($"layer{stage}.{block}.conv1.weight", [0]);
            }
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        string message = Mismatch(file, Basic).Message;
        Assert.Equal(declaration is not null, message.Contains(declaration ?? ": declare", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64, 1, 64, "declare Groups = 64, WidthPerGroup = 1.")]
    [InlineData(8_192, 1, 64, "declare Groups = 8192, WidthPerGroup = 1.")]
    [InlineData(8_193, 1, 64, null)]
    [InlineData(20_000, 10_000, 64, null)]
    [InlineData(64, 32, 65, null)]
    [InlineData(64, 1_000_000_000_000, 64, null)]
    public void GroupsAreDeclaredUpToTheLimits(long outputs, long perGroup, long width, string? declaration)
    {
        SafetensorsWriter writer = new SafetensorsWriter()
            .Add("layer1.0.conv2.weight", [outputs, perGroup, 0, 0])
            .Add("layer1.0.conv3.weight", [4 * width, outputs, 0, 0]);
        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        string message = Mismatch(file, Wide).Message;
        Assert.Equal(
            declaration is not null,
            message.Contains(declaration ?? "declare Groups", StringComparison.Ordinal)
        );
    }
}
