using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Tests;

public class SummaryTests
{
    [Fact]
    public void TextHasALineALayerAndTotals()
    {
        Invocation run = Invocation.Run("summary", "resnext50_32x4d").Succeeded();
        Assert.Equal("resnext50_32x4d: ResNeXt-50 32x4d for ImageNet (Xie et al. 2017)", run.Lines[0]);
        Assert.Equal("[ResNet(50, Groups = 32, WidthPerGroup = 4)]", run.Lines[1]);
        Assert.Equal(["Layer", "Kind", "Output", "Parameters", "Multiply-adds", "Algorithm"], Cells(run.Lines[2]));
        Assert.Equal(
            ["conv1", "7x7/2 convolution", "64 x 112 x 112", "9,536", "118,013,952", "Winograd F(4x4,4x4)"],
            Cells(run.Lines[3])
        );
        Assert.Contains(
            run.Lines,
            line =>
                Cells(line)
                    is [
                        "layer1.0.conv2",
                        "3x3 convolution, 32 groups",
                        "128 x 56 x 56",
                        "4,864",
                        "14,450,688",
                        "grouped",
                    ]
        );
        Assert.Contains(run.Lines, line => Cells(line) is ["Total", "25,028,904", _]);
        Assert.Equal(
            ResNeXt50_32x4d.Network.Layers.Select(layer => layer.Name),
            run.Lines.Skip(3).TakeWhile(line => !line.StartsWith("Total")).Select(line => Cells(line)[0])
        );
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("Weights ") && line.Contains($"{ResNeXt50_32x4d.Network.WeightBytes:N0} bytes")
        );
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("Workspace ") && line.Contains($"{ResNeXt50_32x4d.WorkspaceBytes:N0} bytes")
        );
    }

    [Theory]
    [InlineData("fashion-resnet20")]
    [InlineData("resnet18")]
    [InlineData("resnet110")]
    [InlineData("resnet152")]
    public void JsonAddsUp(string model)
    {
        JsonElement document = Invocation.Run("summary", model, "--json").Succeeded().Json();
        Assert.Equal(model, document.GetProperty("name").GetString());
        JsonElement[] layers = [.. document.GetProperty("layers").EnumerateArray()];
        Assert.Equal(
            document.GetProperty("parameters").GetInt64(),
            layers.Sum(layer => layer.GetProperty("parameters").GetInt64())
        );
        Assert.Equal(
            document.GetProperty("multiplyAdds").GetInt64(),
            layers.Sum(layer => layer.GetProperty("multiplyAdds").GetInt64())
        );
        Assert.Equal("stemConvolution", layers[0].GetProperty("kind").GetString());
        Assert.Equal("linear", layers[^1].GetProperty("kind").GetString());
        Assert.Equal(
            document.GetProperty("classes").GetInt32(),
            layers[^1].GetProperty("output").GetProperty("channels").GetInt32()
        );
        Assert.True(
            document.GetProperty("weightBytes").GetInt64() >= 4 * document.GetProperty("parameters").GetInt64() * 0.99
        );
        Assert.True(document.GetProperty("workspaceBytes").GetInt64() > 0);
    }

    [Fact]
    public void UnknownModelIsAnErrorWithTheNearest() =>
        Invocation
            .Run("summary", "resnet-50")
            .Failed(ExitCode.Usage, "There is no model 'resnet-50'. The nearest names: resnet50, ");

    private static string[] Cells(string line) =>
        line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
